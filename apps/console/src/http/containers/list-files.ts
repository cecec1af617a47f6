import { consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { agentError } from '../../backends/agent-error.ts'
import type { Context } from '../../context.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { handle } from '../handle.ts'
import { enterContainer } from './own-container.ts'
import { untilGone } from './pass-on.ts'

export function listFiles(app: FastifyInstance, context: Context, parts: LendingParts): void {
  handle(app, context, consoleRoutes.listFiles, async (input) => {
    const needs = { capability: 'files', running: false } as const
    const { row, backend } = await enterContainer(context, parts, input, needs)
    const signal = untilGone(input.reply)
    try {
      return await backend.client.listFiles({ params: { id: row.id }, query: input.query, signal })
    } catch (error) {
      throw agentError(error, backend.row.name)
    }
  })
}
