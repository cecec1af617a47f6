import { consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { handle } from '../handle.ts'
import { followMaking } from './follow-making.ts'
import { imageById, wishOf, type SingularityParts } from './wanted-image.ts'

export function exportSingularity(app: FastifyInstance, context: Context, parts: SingularityParts): void {
  handle(app, context, consoleRoutes.exportSingularity, async (input) => {
    const image = await imageById(context, input)
    return followMaking(context, parts, image, wishOf(image, input.actor, input.body.compression), input)
  })
}
