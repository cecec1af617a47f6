import { agentRoutes, BerthError, consoleRoutes } from '@berth/contract'
import { openTerminal } from '@berth/client/node'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { handleWebSocket } from '../handle.ts'
import { languageOf } from '../language.ts'
import { bridge } from './bridge-sockets.ts'
import { opened } from './opened-socket.ts'
import { enterContainer } from './own-container.ts'

/** A terminal: the agent's WebSocket is opened first, so that what it refuses is refused before the upgrade. */
export function terminalContainer(app: FastifyInstance, context: Context, parts: LendingParts): void {
  handleWebSocket(
    app,
    context,
    consoleRoutes.terminalContainer,
    async (input) => {
      const attach = input.query.attach !== undefined
      const needs = { capability: attach ? 'attach' : 'terminal', running: true } as const
      const { row, backend } = await enterContainer(context, parts, input, needs)
      const target = { params: { id: row.id }, query: input.query }
      const socket = openTerminal(backend.connection, agentRoutes.terminalContainer, target, backend)
      return { socket: await opened(socket, backend.row.name), backend: backend.row.name }
    },
    (socket, { socket: agent, backend }, { request }) => {
      const lost = new BerthError('backend-unreachable', { backend })
      bridge(socket, agent, lost, languageOf(request.headers['accept-language']))
    },
  )
}
