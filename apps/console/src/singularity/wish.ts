import type { SingularityCompression } from '@berth/contract'
import type { ImagePlaces } from '../images/find-images.ts'

/** Who wants which image's SIF file, compressed how. */
export interface Wish {
  readonly account: string
  readonly reference: string
  readonly compression: SingularityCompression
  /** Null for an image of any registry, which each backend may pull. */
  readonly places: ImagePlaces | null
}

/** Whether a backend has to be told to get the image, which may be there all the same, or another under its name. */
export const mustPull = ({ places }: Wish, backend: string): boolean =>
  places === null || !places.lyingAt.includes(backend)

/**
 * Which file an agent is asked for. Where an older image of the name may lie, the content that is meant is said; where
 * the present one lies, what is there may be newer than is known yet.
 */
export function singularityQueryOf(
  wish: Wish,
  backend: string,
): Pick<Wish, 'reference' | 'compression'> & { readonly content?: string } {
  const { reference, compression, places } = wish
  const content = mustPull(wish, backend) ? places?.contentId : null
  return { reference, compression, ...(typeof content === 'string' ? { content } : {}) }
}
