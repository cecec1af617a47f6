import { request, type IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { BerthError, problemSchema, type Route } from '@berth/contract'
import { boundary } from './multipart-body.ts'

interface CallInput {
  readonly id?: string | undefined
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: string | Readable | undefined
  readonly signal?: AbortSignal | undefined
}

export interface Caller {
  /** Sends a request and gives the answer's stream once its head is there; problems are thrown. */
  open(route: Route, input: CallInput): Promise<IncomingMessage>
  /** Sends a request and reads its answer. */
  send(route: Route, input: CallInput): Promise<{ text: string }>
}

/** Plain HTTP requests to an agent on a Unix socket. */
export function createCaller(socketPath: string, token: string): Caller {
  const open = async (route: Route, { id = '', query = {}, body, signal }: CallInput) => {
    const sent = request({
      socketPath,
      method: route.method,
      path: targetOf(route, id, query),
      headers: { authorization: `Bearer ${token}`, ...contentType(route, body) },
      ...(signal ? { signal } : {}),
    })
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      sent.once('response', resolve)
      sent.once('error', reject)
    })
    if (body instanceof Readable) await Promise.race([answered, pipeline(body, sent).then(() => answered)])
    else sent.end(body)
    const answer = await answered
    if ((answer.statusCode ?? 500) < 400) return answer
    const problem = problemSchema.parse(JSON.parse(await textOf(answer)))
    throw new BerthError(problem.code, problem.params, { fields: problem.errors ?? [] })
  }
  return { open, send: async (route, input) => ({ text: await textOf(await open(route, input)) }) }
}

function targetOf(route: Route, id: string, query: NonNullable<CallInput['query']>): string {
  const path = route.path.replace(/:\w+/, encodeURIComponent(id))
  const given = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value !== undefined) given.set(key, String(value))
  return `${path}?${given.toString()}`
}

function contentType(route: Route, body: unknown): Record<string, string> {
  if (body === undefined) return {}
  if (route.accepts === 'tar') return { 'content-type': 'application/x-tar' }
  if (route.accepts === 'multipart') return { 'content-type': `multipart/form-data; boundary=${boundary}` }
  return { 'content-type': 'application/json' }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of answer.setEncoding('utf8')) text += String(chunk)
  return text
}
