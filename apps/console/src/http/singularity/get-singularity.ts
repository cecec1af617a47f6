import { consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { handle } from '../handle.ts'
import { sendFile } from './send-file.ts'
import { imageById, wishOf, type SingularityParts } from './wanted-image.ts'

export function getSingularity(app: FastifyInstance, context: Context, parts: SingularityParts): void {
  handle(app, context, consoleRoutes.getSingularity, async (input) => {
    const image = await imageById(context, input)
    const wish = wishOf(image, input.actor, input.query.compression)
    return sendFile(context, parts, { image, wish, begins: consoleRoutes.exportSingularity }, input)
  })
}
