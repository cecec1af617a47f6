import { consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { handle } from '../handle.ts'
import { followMaking } from './follow-making.ts'
import { imageByReference, wishOf, type SingularityParts } from './wanted-image.ts'

export function exportReferenceSingularity(
  app: FastifyInstance,
  context: Context,
  parts: SingularityParts,
): void {
  handle(app, context, consoleRoutes.exportReferenceSingularity, async (input) => {
    const image = await imageByReference(context, input.body.image, input.actor)
    return followMaking(context, parts, image, wishOf(image, input.actor, input.body.compression), input)
  })
}
