import { consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { listImages as findImages } from '../../images/find-images.ts'
import { viewImage } from '../../images/image-row.ts'
import { handle } from '../handle.ts'

export function listImages(app: FastifyInstance, context: Context): void {
  handle(app, context, consoleRoutes.listImages, async ({ query, actor }) =>
    (await findImages(context.pool, actor.account, query.scope)).map((row) => viewImage(row, actor.account)),
  )
}
