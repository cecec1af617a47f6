import { PassThrough, type Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { BerthError, problemSchema, type Route } from '@berth/contract'
import { ConnectionError, requestTarget, UnexpectedAnswerError, type TargetInput } from '@berth/client'
import { sendBytes, type Connection, type SentBytes } from '@berth/client/node'
import type { FastifyReply } from 'fastify'
import { agentError } from '../../backends/agent-error.ts'
import type { ConnectedBackend } from '../../backends/backends.ts'

export interface PassedAnswer {
  readonly statusCode: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly body: Readable
}

/** Aborted when the asker's connection ends before the answer does. */
export function untilGone(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort()
  })
  return controller.signal
}

/**
 * Passes a request on to an agent, its body as it comes in, and gives the answer's body as it comes out: nothing is
 * gathered, each side waits for the other, and the end of either is the end of both. Throws what the agent answers
 * as a problem, or `backend-unreachable`.
 */
export async function passOn(
  { connection, token, row }: ConnectedBackend,
  route: Route,
  input: TargetInput,
  options: {
    readonly signal: AbortSignal
    readonly body?: Readable
    readonly headers?: Readonly<Record<string, string>>
  },
): Promise<PassedAnswer> {
  try {
    const request = {
      path: requestTarget(route, input),
      method: route.method,
      headers: { ...options.headers, authorization: `Bearer ${token}` },
      signal: options.signal,
    }
    const { statusCode, headers, body } = await (options.body === undefined
      ? connection.dispatcher.request({ ...request, origin: connection.baseUrl })
      : sentBytes(connection, { ...request, body: options.body }))
    if (statusCode < 400)
      return { statusCode, headers, body: route.answers === 'bytes' ? quiet(body) : guarded(body) }
    throw problemOf(statusCode, await text(body), route)
  } catch (error) {
    const known = error instanceof BerthError || error instanceof UnexpectedAnswerError
    throw agentError(known ? error : new ConnectionError(row.url, error), row.name)
  }
}

async function sentBytes(connection: Connection, sent: SentBytes): Promise<PassedAnswer> {
  const body = await sendBytes(connection, sent)
  return { statusCode: body.statusCode ?? 0, headers: body.headers, body }
}

/** A body whose end before time ends the answer without a further word: its head has long been sent. */
function guarded(body: Readable): Readable {
  const out = new PassThrough()
  body.on('error', (error) => out.destroy(error))
  out.on('close', () => body.destroy())
  return body.pipe(out)
}

/** For who hears of a body's failure in another way, or has no ear for it any more. */
const quiet = (body: Readable): Readable => body.on('error', () => undefined)

function problemOf(status: number, text: string, route: Route): BerthError | UnexpectedAnswerError {
  const parsed = problemSchema.safeParse(parse(text))
  if (!parsed.success) return new UnexpectedAnswerError(status, `${route.name}: the agent answered ${status}`)
  const { code, params, errors = [] } = parsed.data
  return new BerthError(code, params, { fields: errors })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
