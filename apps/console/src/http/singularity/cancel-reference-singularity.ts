import { consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { handle } from '../handle.ts'
import { imageByReference, wishOf, type SingularityParts } from './wanted-image.ts'

export function cancelReferenceSingularity(
  app: FastifyInstance,
  context: Context,
  { cancel }: SingularityParts,
): void {
  handle(app, context, consoleRoutes.cancelReferenceSingularity, async ({ query, actor, request }) => {
    const image = await imageByReference(context, query.image, actor)
    request.auditTarget(image.target)
    await cancel(wishOf(image, actor, query.compression))
    return undefined
  })
}
