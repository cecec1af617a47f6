import type { Image } from '@berth/contract'

export type ImageGroup = 'recommended' | 'mine' | 'shared'

/**
 * The images in the order of the form: what staff recommend, one's own, and what others share. Each image once, and
 * none that is being deleted.
 */
export function groupImages(
  images: readonly Image[],
  account: string,
): { group: ImageGroup; images: Image[] }[] {
  const of = (image: Image): ImageGroup =>
    image.recommended ? 'recommended' : image.owner === account ? 'mine' : 'shared'
  return (['recommended', 'mine', 'shared'] as const)
    .map((group) => ({
      group,
      images: images
        .filter((image) => !image.removing && of(image) === group)
        .sort((one, other) => one.name.localeCompare(other.name)),
    }))
    .filter((entry) => entry.images.length > 0)
}
