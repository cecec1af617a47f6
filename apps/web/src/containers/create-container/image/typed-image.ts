import type { Image } from '@berth/contract'

/**
 * What stands in the form for an image: its bare name where that can mean no other image, as the console reads it (one's
 * own, then what staff share), else its reference.
 */
export function typedImage(image: Image, images: readonly Image[], account: string): string {
  if (image.owner === account) return image.name
  const alone = images.filter(({ name }) => name === image.name).length === 1
  return image.recommended && alone ? image.name : image.reference
}
