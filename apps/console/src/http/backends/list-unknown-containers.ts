import { consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { findUnknownContainers } from '../../backends/unknown-containers.ts'
import type { Context } from '../../context.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { handle } from '../handle.ts'

export function listUnknownContainers(
  app: FastifyInstance,
  context: Context,
  { backends }: LendingParts,
): void {
  handle(app, context, consoleRoutes.listUnknownContainers, ({ params }) =>
    findUnknownContainers(context.pool, backends, params.name),
  )
}
