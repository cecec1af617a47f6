import { consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { handle } from '../handle.ts'
import { wish } from './wish.ts'

export function restartContainer(app: FastifyInstance, context: Context, parts: LendingParts): void {
  handle(app, context, consoleRoutes.restartContainer, (input) => wish(context, parts, 'restart', input))
}
