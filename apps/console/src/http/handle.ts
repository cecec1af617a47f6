import { Readable } from 'node:stream'
import { answerBytes } from '@berth/contract/node'
import type { ParsedOf, ResponseOf, Route } from '@berth/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify'
import type { WebSocket } from '@fastify/websocket'
import type { Caller } from '../accounts/caller.ts'
import type { Context } from '../context.ts'
import { auditRequest, isAudited } from './audit-request.ts'
import { admit } from './authenticate.ts'
import { checkOrigin } from './origin.ts'
import { mediaType } from './problems.ts'
import { acceptedType, mediaTypes, schemaOf } from './route-schema.ts'
import './request-state.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route takes, told to who sends something else. */
    contentType?: string | undefined
  }
}

/** What a handler is given: the validated request, who asks, and Fastify's own objects for what is beside them. */
export type Input<R extends Route> = ParsedOf<R> & {
  readonly actor: R['permission'] extends 'public' ? Caller | null : Caller
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** A JSON route gives its answer; a stream's gives a Readable, or nothing if it wrote to `reply.raw` after `reply.hijack()`. */
export type Output<R extends Route> = R['answers'] extends 'json'
  ? ResponseOf<R>
  : R['answers'] extends 'empty'
    ? undefined
    : Readable | undefined

/**
 * Registers a route of the contract: origin, caller, role, Content-Type and schema are checked in this order
 * before `handler` runs; it decides about the resource itself (`authorize`). Changes and entries into
 * containers are audited with what `request.auditTarget` was told. What it throws becomes a problem document.
 */
export function handle<R extends Route>(
  app: FastifyInstance,
  context: Context,
  route: R,
  handler: (input: Input<R>) => Promise<Output<R>> | Output<R>,
): void {
  app.route({
    ...optionsOf(context, route),
    method: route.method,
    url: route.path,
    onResponse: (request, reply, done) => {
      if (isAudited(route)) auditRequest(context, route, request, outcomeOf(request, reply))
      done()
    },
    handler: async (request, reply) => {
      const over = isStream(route) ? endWithSession(context, request, () => reply.raw.destroy()) : undefined
      reply.raw.once('close', () => over?.())
      void reply.code(route.status)
      if (isStream(route)) streamHeaders(reply, route)
      const output = await handler(inputOf<R>(request, reply))
      if (reply.sent) return reply
      if (request.method === 'HEAD' && output instanceof Readable) return unread(output)
      if (route.answers === 'bytes' && output instanceof Readable) return answerWith(reply, output)
      return route.answers === 'empty' ? reply.send() : output
    },
  })
}

/**
 * Registers a WebSocket route. `prepare` runs before the upgrade, after the same checks as `handle`'s: what it
 * throws is answered as a problem document with its status. `open` gets the socket and what `prepare` gave.
 */
export function handleWebSocket<R extends Route, P>(
  app: FastifyInstance,
  context: Context,
  route: R,
  prepare: (input: Input<R>) => Promise<P>,
  open: (socket: WebSocket, prepared: P, input: Input<R>) => void | Promise<void>,
): void {
  const prepared = new WeakMap<FastifyRequest, { value: P; reply: FastifyReply }>()
  app.route({
    ...optionsOf(context, route),
    method: 'GET',
    url: route.path,
    preHandler: async (request, reply) => {
      if (request.ws) prepared.set(request, { value: await prepare(inputOf<R>(request, reply)), reply })
    },
    onResponse: (request, reply, done) => {
      auditRequest(context, route, request, outcomeOf(request, reply))
      done()
    },
    handler: (_request, reply) => reply.code(426).header('upgrade', 'websocket').send(),
    wsHandler: async (socket, request) => {
      const mine = prepared.get(request)
      if (mine === undefined) {
        socket.terminate()
        return
      }
      auditRequest(context, route, request, 'ok')
      // 1008, policy violation: the login that this came with has ended.
      socket.once(
        'close',
        endWithSession(context, request, () => socket.close(1008)),
      )
      await open(socket, mine.value, inputOf<R>(request, mine.reply))
    },
  })
}

function optionsOf(context: Context, route: Route): RouteShorthandOptions & { config: object } {
  const contentType = acceptedType(route)
  return {
    schema: schemaOf(route),
    config: { contentType },
    onRequest: async (request, reply) => {
      checkOrigin(request, context.settings.url)
      await admit(context, route, request, reply)
      checkContentType(request, contentType)
    },
  }
}

/** A body of another kind is refused before it is read; one that no route wants is not looked at. */
function checkContentType(request: FastifyRequest, accepted: string | undefined): void {
  if (accepted === undefined) return
  const given = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (given !== accepted) throw mediaType(request)
}

function inputOf<R extends Route>(request: FastifyRequest, reply: FastifyReply): Input<R> {
  const { params, query, body, caller } = request
  const input: unknown = { params, query, body, actor: caller, request, reply }
  // Validated by the schemas of this very route (`schemaOf`), whose types these are.
  return input as Input<R>
}

function answerWith(reply: FastifyReply, body: Readable): FastifyReply {
  reply.hijack()
  void answerBytes(reply.raw, { statusCode: reply.statusCode, headers: reply.getHeaders() }, body)
  return reply
}

/** Fastify reads a HEAD's body to its end to throw it away: of a large file, or of a stream that has none. */
function unread(body: Readable): Readable {
  body.destroy()
  return Readable.from([])
}

const isStream = (route: Route): route is Route & { answers: 'ndjson' | 'sse' | 'bytes' } =>
  route.answers === 'ndjson' || route.answers === 'sse' || route.answers === 'bytes'

function streamHeaders(reply: FastifyReply, route: Route & { answers: 'ndjson' | 'sse' | 'bytes' }): void {
  void reply
    .type(mediaTypes[route.answers])
    .header('cache-control', 'no-store')
    // nginx would hold back what is meant to be seen at once.
    .header('x-accel-buffering', 'no')
}

function endWithSession(context: Context, request: FastifyRequest, end: () => void): () => void {
  return request.caller === null ? () => undefined : context.streams.add(request.caller, end)
}

function outcomeOf(request: FastifyRequest, reply: FastifyReply): string {
  return request.outcome ?? (reply.statusCode < 400 ? 'ok' : String(reply.statusCode))
}
