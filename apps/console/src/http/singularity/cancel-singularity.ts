import { consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { handle } from '../handle.ts'
import { imageById, wishOf, type SingularityParts } from './wanted-image.ts'

export function cancelSingularity(
  app: FastifyInstance,
  context: Context,
  { cancel }: SingularityParts,
): void {
  handle(app, context, consoleRoutes.cancelSingularity, async (input) => {
    const image = await imageById(context, input)
    input.request.auditTarget(image.target)
    await cancel(wishOf(image, input.actor, input.query.compression))
    return undefined
  })
}
