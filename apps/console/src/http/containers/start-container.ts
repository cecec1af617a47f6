import { consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { handle } from '../handle.ts'
import { wish } from './wish.ts'

export function startContainer(app: FastifyInstance, context: Context, parts: LendingParts): void {
  handle(app, context, consoleRoutes.startContainer, (input) => wish(context, parts, 'start', input))
}
