import type { RequestOf, ResponseOf, Route } from '@berth/contract'

export type Routes = Readonly<Record<string, Route>>

/** What a body that is not JSON may be. A stream is read only as fast as the server takes it. */
export type StreamBody = FormData | Blob | Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>

/** How a request leaves: `globalThis.fetch`, or the one of a connection (`@berth/client/node`). */
export type Fetch = (url: string, init: FetchInit) => Promise<Response>
export interface FetchInit {
  readonly method: string
  readonly headers: Record<string, string>
  readonly body?: string | FormData | Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>
  readonly signal?: AbortSignal
  /** Asked by fetch for a body that is a stream. */
  readonly duplex?: 'half'
}

export interface ClientOptions {
  /** The server's address without a path, such as `https://berth.example.ac.jp`; empty in a browser: same origin. */
  readonly baseUrl: string
  /** Bearer token: a personal access token, or an agent's. */
  readonly token?: string | (() => string | undefined)
  readonly fetch?: Fetch
  /** In which language errors are to be told: sent as Accept-Language. */
  readonly language?: () => string
  /** Sent with every call. */
  readonly headers?: Readonly<Record<string, string>>
  /** Whether answers are checked by the contract's schemas (default). Without, they are taken as they come. */
  readonly validate?: boolean
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  /** For this call; for a multipart or tar body that is a stream, its Content-Type and length. */
  readonly headers?: Readonly<Record<string, string>>
}

type Upload<R extends Route> = R extends { accepts: 'multipart' | 'tar' | 'bytes' | 'text' }
  ? { body: StreamBody }
  : object

/** All that a call of a route takes. */
export type CallOf<R extends Route> = RequestOf<R> & Upload<R> & CallOptions

/** What it gives: the JSON answer, the items of a stream, the Response of bytes, or undefined. */
export type AnswerOf<R extends Route> = R['answers'] extends 'json'
  ? ResponseOf<R>
  : R['answers'] extends 'ndjson' | 'sse'
    ? AsyncGenerator<ResponseOf<R>, void, undefined>
    : R['answers'] extends 'bytes'
      ? Response
      : R['answers'] extends 'text'
        ? string
        : undefined

type Method<R extends Route, A> =
  object extends CallOf<R> ? (call?: CallOf<R>) => Promise<A> : (call: CallOf<R>) => Promise<A>

type Callable<T extends Routes> = {
  [K in keyof T as T[K]['answers'] extends 'websocket' ? never : K]: T[K]
}

/** A method for each route but WebSockets. `raw` has the same, giving the Response (status, headers, body). */
export type Client<T extends Routes> = { [K in keyof Callable<T>]: Method<T[K], AnswerOf<T[K]>> } & {
  readonly raw: { [K in keyof Callable<T>]: Method<T[K], Response> }
}
