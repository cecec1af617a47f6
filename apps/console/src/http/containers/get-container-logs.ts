import { agentRoutes, consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { handle } from '../handle.ts'
import { enterContainer } from './own-container.ts'
import { passOn, untilGone } from './pass-on.ts'
import { searchLines } from './search-lines.ts'

export function getContainerLogs(app: FastifyInstance, context: Context, parts: LendingParts): void {
  handle(app, context, consoleRoutes.getContainerLogs, async (input) => {
    const needs = { capability: 'logs', running: false } as const
    const { row, backend } = await enterContainer(context, parts, input, needs)
    const { search, ...query } = input.query
    const target = { params: { id: row.id }, query }
    const signal = untilGone(input.reply)
    const { body } = await passOn(backend, agentRoutes.getContainerLogs, target, { signal })
    return search === undefined || search === '' ? body : searchLines(body, search)
  })
}
