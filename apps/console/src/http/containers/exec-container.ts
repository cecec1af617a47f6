import { agentDeadlines, consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { agentError } from '../../backends/agent-error.ts'
import type { Context } from '../../context.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { handle } from '../handle.ts'
import { enterContainer } from './own-container.ts'
import { untilGone } from './pass-on.ts'

export function execContainer(app: FastifyInstance, context: Context, parts: LendingParts): void {
  handle(app, context, consoleRoutes.execContainer, async (input) => {
    const needs = { capability: 'exec', running: true } as const
    const { row, backend } = await enterContainer(context, parts, input, needs)
    // The agent's own deadline comes first and says why.
    const signal = AbortSignal.any([
      untilGone(input.reply),
      AbortSignal.timeout(agentDeadlines.exec + 10_000),
    ])
    try {
      return await backend.client.execContainer({ params: { id: row.id }, body: input.body, signal })
    } catch (error) {
      throw agentError(error, backend.row.name)
    }
  })
}
