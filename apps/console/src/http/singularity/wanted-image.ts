import { BerthError, type SingularityCompression } from '@berth/contract'
import { berthImageName, judgeLentImage, type Actor } from '@berth/lending'
import {
  backendsOfImage,
  findImagesById,
  findLendableImages,
  type ImagePlaces,
} from '../../images/find-images.ts'
import { refuseStoredName } from '../../registries/installation-registry.ts'
import type { Context } from '../../context.ts'
import type { LendingParts } from '../../lending-parts.ts'
import type { Conversions, WishKey } from '../../singularity/conversions.ts'
import type { Proofs } from '../../singularity/proofs.ts'
import type { Wish } from '../../singularity/wish.ts'

/** What the routes of SIF files share. */
export interface SingularityParts extends LendingParts {
  readonly conversions: Conversions
  /** Ends a conversion at whichever replica it goes. */
  readonly cancel: (wish: WishKey) => Promise<void>
  readonly proofs: Proofs
}

/** The image that a SIF file is wanted of. `places` null: any backend may pull it. */
export interface WantedImage {
  readonly reference: string
  readonly places: ImagePlaces | null
  /** For the audit log. */
  readonly target: { readonly target: string; readonly owner?: string }
}

/** By its ID, judged at every request: its owner's, or shared; else `not-found`. */
export async function imageById(
  { pool }: Context,
  { params, actor }: { params: { id: string }; actor: Actor },
): Promise<WantedImage> {
  const [image] = await findImagesById(pool, [params.id])
  if (image === undefined || image.removing || (image.owner !== actor.account && !image.shared))
    throw new BerthError('not-found')
  const { reference, name, id, owner } = image
  const places = await backendsOfImage(pool, reference, actor.account)
  return { reference, places, target: { target: `${name} ${id}`, owner } }
}

/**
 * By what is typed, judged at every request as for a container: `invalid-input`, `image-access-denied`. An image of a
 * registry is asked for there as its file is made, by the account's right, and the right is looked at again as the file
 * is sent (docs/decisions/0015).
 */
export async function imageByReference(
  { pool, settings }: Context,
  typed: string,
  { account }: Actor,
): Promise<WantedImage> {
  const name = berthImageName(typed)
  const images = name === null ? [] : await findLendableImages(pool, account, name)
  const { reference } = judgeLentImage(typed, account, images)
  refuseStoredName(settings.registry, reference)
  return { reference, places: await backendsOfImage(pool, reference, account), target: { target: reference } }
}

export const wishOf = (
  { reference, places }: WantedImage,
  actor: Actor,
  compression: SingularityCompression,
): Wish => ({ account: actor.account, reference, compression, places })
