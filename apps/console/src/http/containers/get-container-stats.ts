import { agentRoutes, consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { handle } from '../handle.ts'
import { enterContainer } from './own-container.ts'
import { passOn, untilGone } from './pass-on.ts'

export function getContainerStats(app: FastifyInstance, context: Context, parts: LendingParts): void {
  handle(app, context, consoleRoutes.getContainerStats, async (input) => {
    const needs = { capability: 'stats', running: true } as const
    const { row, backend } = await enterContainer(context, parts, input, needs)
    const target = { params: { id: row.id }, query: input.query }
    const signal = untilGone(input.reply)
    return (await passOn(backend, agentRoutes.getContainerStats, target, { signal })).body
  })
}
