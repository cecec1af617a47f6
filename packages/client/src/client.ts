import type { Route } from '@berth/contract'
import type {
  CallOptions,
  Client,
  ClientOptions,
  Fetch,
  FetchInit,
  Routes,
  StreamBody,
} from './client-types.ts'
import { requestTarget, type TargetInput } from './request-target.ts'
import { connectionFailure, readAnswer, readProblem, type Reading } from './read-answer.ts'

type Call = TargetInput & CallOptions & { readonly body?: unknown }

/**
 * A method for each route of a table, such as `client.createContainer({ body })`.
 * Throws BerthError for a problem document, ConnectionError when the server cannot be reached or the
 * connection breaks, UnexpectedAnswerError for what the contract does not know, and the signal's reason when
 * aborted. Streams (`ndjson`, `sse`) answer once the server has accepted; leaving their loop ends the request.
 */
export function createClient<const T extends Routes>(routes: T, options: ClientOptions): Client<T>
export function createClient(routes: Routes, options: ClientOptions): object {
  const each = <A>(method: (route: Route, call: Call) => Promise<A>) =>
    Object.fromEntries(
      Object.entries(routes)
        .filter(([, route]) => route.answers !== 'websocket')
        .map(([name, route]) => [name, (call: Call = {}) => method(route, call)]),
    )
  return {
    ...each(async (route, call) =>
      readAnswer(await send(route, call, options), reading(route, call, options)),
    ),
    raw: each((route, call) => send(route, call, options)),
  }
}

const reading = (route: Route, call: Call, options: ClientOptions): Reading => ({
  route,
  origin: options.baseUrl,
  validate: options.validate ?? true,
  signal: call.signal,
})

async function send(route: Route, call: Call, options: ClientOptions): Promise<Response> {
  const url = options.baseUrl.replace(/\/$/, '') + requestTarget(route, call)
  const init = requestInit(route, call, options)
  const send: Fetch = options.fetch ?? ((url, init) => fetch(url, init))
  const response = await send(url, init).catch((error: unknown) => {
    throw connectionFailure(error, options.baseUrl, call.signal)
  })
  if (response.ok) return response
  throw await readProblem(response, reading(route, call, options))
}

function requestInit(route: Route, call: Call, options: ClientOptions): FetchInit {
  const token = typeof options.token === 'function' ? options.token() : options.token
  return {
    method: route.method,
    headers: {
      accept: accepts[route.answers] ?? '*/*',
      ...(options.language === undefined ? {} : { 'accept-language': options.language() }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(call.body !== undefined && route.body !== undefined ? { 'content-type': 'application/json' } : {}),
      ...(route.accepts === 'tar' ? { 'content-type': 'application/x-tar' } : {}),
      ...options.headers,
      ...call.headers,
    },
    ...(call.body === undefined ? {} : bodyInit(route, call.body)),
    ...(call.signal === undefined ? {} : { signal: call.signal }),
  }
}

const accepts: Partial<Record<Route['answers'], string>> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  sse: 'text/event-stream',
}

function bodyInit(route: Route, body: unknown): Pick<FetchInit, 'body' | 'duplex'> {
  if (route.body !== undefined) return { body: JSON.stringify(body) }
  const stream = body as StreamBody
  if (stream instanceof ReadableStream)
    return { body: stream as ReadableStream<Uint8Array<ArrayBuffer>>, duplex: 'half' }
  if (Symbol.asyncIterator in stream) return { body: streamOf(stream), duplex: 'half' }
  return { body: stream as FormData | Blob | Uint8Array<ArrayBuffer> }
}

/** `ReadableStream.from`, which browsers lack. */
function streamOf(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = source[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const next = await iterator.next()
        if (next.done === true) controller.close()
        else controller.enqueue(next.value as Uint8Array<ArrayBuffer>)
      },
      async cancel(reason) {
        await iterator.return?.(reason)
      },
    },
    { highWaterMark: 0 },
  )
}
