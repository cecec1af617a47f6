import { BerthError, type SingularityCompression } from '@berth/contract'
import type { Actor } from '@berth/lending'
import { findImagesById } from '../../images/find-images.ts'
import type { ImageRow } from '../../images/image-row.ts'
import type { Context } from '../../context.ts'
import type { LendingParts } from '../../lending-parts.ts'
import type { Conversions, Wish } from '../../singularity/conversions.ts'

/** What the routes of SIF files share. */
export interface SingularityParts extends LendingParts {
  readonly conversions: Conversions
}

/** The image that a SIF file is wanted of, judged at every request: its owner's, or shared; else `not-found`. */
export async function usableImage(
  { pool }: Context,
  { params, actor }: { params: { id: string }; actor: Actor },
): Promise<ImageRow> {
  const [image] = await findImagesById(pool, [params.id])
  if (image === undefined || image.removing || (image.owner !== actor.account && !image.shared))
    throw new BerthError('not-found')
  return image
}

export const wishOf = (image: ImageRow, actor: Actor, compression: SingularityCompression): Wish => ({
  account: actor.account,
  reference: image.reference,
  compression,
})
