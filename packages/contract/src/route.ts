import type { z } from 'zod'
import type { ErrorCode } from './errors/catalogue.ts'
import type { Permission } from './permission.ts'

/** How a body travels. `ndjson`: one JSON value a line, for as long as the work lasts. */
export type Transport =
  'json' | 'ndjson' | 'sse' | 'bytes' | 'multipart' | 'tar' | 'text' | 'websocket' | 'empty'

/** One operation over HTTP: all that the server, the client and the OpenAPI document need to know of it. */
export interface Route {
  /** The verb, the same word at every layer: also the OpenAPI operationId. */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With the prefix (`/api/v1` or `/v1`); parameters as `:name`. */
  readonly path: string
  readonly summary: string
  /** What the schemas cannot say, such as the messages of a WebSocket; Markdown, for the OpenAPI document. */
  readonly description?: string
  readonly permission: Permission
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** How the request's body travels; `json` where there is a `body`, else `empty`. */
  readonly accepts?: Transport
  /** Status of success. */
  readonly status: 200 | 201 | 202 | 204 | 101
  /** One JSON answer, or each line (ndjson) or event (sse) of a stream. */
  readonly response?: z.ZodType
  readonly answers: Transport
  /** The codes that a caller should expect; those of every route (unauthenticated, internal …) are not repeated. */
  readonly errors: readonly ErrorCode[]
}

/** Declares a route and keeps its exact type, from which servers and clients take theirs. */
export function defineRoute<const R extends Route>(route: R): R {
  return route
}

type Input<T> = T extends z.ZodType ? z.input<T> : never
type Output<T> = T extends z.ZodType ? z.output<T> : never

/** What a caller gives. */
export type RequestOf<R extends Route> = (R extends { params: infer P } ? { params: Input<P> } : object) &
  (R extends { query: infer Q } ? { query?: Input<Q> } : object) &
  (R extends { body: infer B } ? { body: Input<B> } : object)

/** What a caller gets: the JSON answer, or one line of the stream. */
export type ResponseOf<R extends Route> = R extends { response: infer S } ? Output<S> : undefined

/** What a handler gets once the request was validated. */
export type ParsedOf<R extends Route> = (R extends { params: infer P } ? { params: Output<P> } : object) &
  (R extends { query: infer Q } ? { query: Output<Q> } : object) &
  (R extends { body: infer B } ? { body: Output<B> } : object)
