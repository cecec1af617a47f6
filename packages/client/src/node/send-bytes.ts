import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Readable } from 'node:stream'
import { writeBytes } from '@berth/contract/node'
import type { Connection } from './connection.ts'

export interface SentBytes {
  /** Path and query, encoded. */
  readonly path: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readable
  readonly signal: AbortSignal
}

/**
 * A request with a long body, over a connection of its own: bytes go on as they come and their memory is given back as
 * they go. Gives the answer, also one that comes before the body's end. Throws what breaks the connection off.
 */
export function sendBytes(connection: Connection, sent: SentBytes): Promise<IncomingMessage> {
  const { endpoint, baseUrl, socketPath } = connection
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const url = new URL(sent.path, baseUrl)
  const open = url.protocol === 'https:' ? requestHttps : requestHttp
  const request = open(url, {
    method: sent.method,
    // Who refuses early would otherwise close at once, and its answer be lost to what was still being sent.
    headers: { ...sent.headers, connection: 'keep-alive' },
    signal: sent.signal,
    agent: false,
    ...(socketPath === undefined ? {} : { socketPath }),
    ...(endpoint.ca === undefined ? {} : { ca: endpoint.ca }),
  })
  const state = { answered: false, written: false }
  request.once('response', (answer) => {
    state.answered = true
    answer.once('end', () => {
      if (!state.written) request.destroy()
    })
    resolve(answer)
  })
  request.on('error', reject)
  writeBytes(sent.body, request).then(
    () => {
      state.written = true
      request.end()
    },
    (error: unknown) => {
      reject(error)
      if (!state.answered) request.destroy()
    },
  )
  return promise
}
