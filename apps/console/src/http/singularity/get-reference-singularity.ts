import { consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { handle } from '../handle.ts'
import { sendFile } from './send-file.ts'
import { imageByReference, wishOf, type SingularityParts } from './wanted-image.ts'

export function getReferenceSingularity(
  app: FastifyInstance,
  context: Context,
  parts: SingularityParts,
): void {
  handle(app, context, consoleRoutes.getReferenceSingularity, async (input) => {
    const image = await imageByReference(context, input.query.image, input.actor)
    const wish = wishOf(image, input.actor, input.query.compression)
    return sendFile(context, parts, { image, wish, begins: consoleRoutes.exportReferenceSingularity }, input)
  })
}
