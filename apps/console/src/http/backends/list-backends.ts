import { consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { viewBackend } from '../../backends/backend-view.ts'
import type { Context } from '../../context.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { handle } from '../handle.ts'

export function listBackends(app: FastifyInstance, context: Context, { backends }: LendingParts): void {
  handle(app, context, consoleRoutes.listBackends, ({ actor }) =>
    backends.all().map(({ row }) => viewBackend(row, actor.role === 'administrator')),
  )
}
