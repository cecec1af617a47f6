import { defineRoute } from '../route.ts'
import { containerParams } from '../schemas/container.ts'
import { terminalProtocol, terminalQuery } from '../schemas/terminal.ts'

export const terminalContainer = defineRoute({
  name: 'terminal-container',
  method: 'GET',
  path: '/api/v1/containers/:id/terminal',
  summary: 'A shell, or the main process with `attach`, over a WebSocket',
  description: terminalProtocol,
  permission: 'container:enter',
  params: containerParams,
  query: terminalQuery,
  status: 101,
  answers: 'websocket',
  errors: [
    'not-found',
    'container-not-running',
    'no-shell',
    'terminal-session-unknown',
    'terminal-message-invalid',
  ],
})
