import { authorize, type Actor } from '@berth/lending'
import type { FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import { findImagesById } from '../../images/find-images.ts'
import type { ImageRow } from '../../images/image-row.ts'

/** The image that a change is about, if the asker may change it; else `not-found`. */
export async function ownImage(
  { pool }: Context,
  asked: { params: { id: string }; actor: Actor; request: FastifyRequest },
): Promise<ImageRow> {
  const { params, actor, request } = asked
  request.auditTarget({ target: params.id })
  const [row] = await findImagesById(pool, [params.id])
  const { image } = authorize(
    actor,
    'image:change',
    row === undefined ? undefined : { owner: row.owner, image: row },
  )
  request.auditTarget({ target: `${image.name} ${image.id}`, owner: image.owner })
  return image
}
