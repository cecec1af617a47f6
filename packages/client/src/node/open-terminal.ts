import { connect as connectSocket } from 'node:net'
import type { Route } from '@berth/contract'
import { WebSocket } from 'ws'
import type { TargetInput } from '../request-target.ts'
import { terminalUrl } from '../terminal.ts'
import type { Connection } from './connection.ts'

export interface TerminalOptions {
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
}

const handshakeTimeout = 15_000
const maxMessage = 1_048_576

/**
 * Opens the WebSocket of a terminal route over a connection's socket or TLS settings. The WebSocket tells of a
 * refusal through `unexpected-response` or `error`, as `ws` documents; messages are at most 1 MiB.
 */
export function openTerminal(
  connection: Connection,
  route: Pick<Route, 'path'>,
  input: TargetInput,
  options: TerminalOptions = {},
): WebSocket {
  const { socketPath, endpoint } = connection
  return new WebSocket(terminalUrl(connection.baseUrl, route, input), {
    headers: {
      ...options.headers,
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
    },
    handshakeTimeout,
    maxPayload: maxMessage,
    perMessageDeflate: false,
    ...(endpoint.ca === undefined ? {} : { ca: endpoint.ca }),
    ...(socketPath === undefined ? {} : { createConnection: () => connectSocket(socketPath) }),
  })
}
