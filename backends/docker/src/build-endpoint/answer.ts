import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BuildParts } from './tenant.ts'

/** One call of a client: who asks is settled by the socket that it came through. */
export interface Call {
  readonly parts: BuildParts
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly query: URLSearchParams
  /** The image's name out of the path, where there is one. */
  readonly name: string
  /** The client went away. */
  readonly signal: AbortSignal
}

/** Answers as the Docker Engine does. */
export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  const text = `${JSON.stringify(body)}\n`
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}

/** Docker's form of an error: https://docs.docker.com/reference/api/engine/version/v1.41/#section/Errors */
export const answerError = (response: ServerResponse, status: number, message: string): void =>
  answerJson(response, status, { message })
