import { consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { handle } from '../handle.ts'
import { usableImage, wishOf, type SingularityParts } from './usable-image.ts'

export function cancelSingularity(
  app: FastifyInstance,
  context: Context,
  { conversions }: SingularityParts,
): void {
  handle(app, context, consoleRoutes.cancelSingularity, async (input) => {
    const image = await usableImage(context, input)
    input.request.auditTarget({ target: `${image.name} ${image.id}`, owner: image.owner })
    conversions.cancel(wishOf(image, input.actor, input.query.compression))
    return undefined
  })
}
