import type { Image } from '@berth/contract'

export type ImageGroup = 'recommended' | 'mine' | 'shared'

/**
 * The images in the order of the form: what the installation offers to everybody (a name without an
 * owner's folder), one's own, and what others share. Each image once.
 */
export function groupImages(
  images: readonly Image[],
  account: string,
): { group: ImageGroup; images: Image[] }[] {
  const of = (image: Image): ImageGroup =>
    image.shared && !image.name.includes('/') ? 'recommended' : image.owner === account ? 'mine' : 'shared'
  return (['recommended', 'mine', 'shared'] as const)
    .map((group) => ({
      group,
      images: images
        .filter((image) => of(image) === group)
        .sort((one, other) => one.name.localeCompare(other.name)),
    }))
    .filter((entry) => entry.images.length > 0)
}
