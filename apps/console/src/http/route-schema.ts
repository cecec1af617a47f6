import { problemSchema, type Route, type Transport } from '@berth/contract'
import type { FastifySchema } from 'fastify'
import { z } from 'zod'

/** Media types of requests and answers. */
export const mediaTypes: Record<Exclude<Transport, 'websocket' | 'empty'>, string> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  sse: 'text/event-stream',
  bytes: 'application/octet-stream',
  multipart: 'multipart/form-data',
  tar: 'application/x-tar',
  text: 'text/plain',
}

/** What a route takes as Content-Type; undefined: it takes no body. */
export function acceptedType(route: Route): string | undefined {
  const accepts = route.accepts ?? (route.body === undefined ? 'empty' : 'json')
  return accepts === 'empty' || accepts === 'websocket' ? undefined : mediaTypes[accepts]
}

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
})

/** A route as Fastify validates and documents it. */
export function schemaOf(route: Route): FastifySchema {
  const accepted = acceptedType(route)
  return {
    operationId: route.name,
    summary: route.summary,
    tags: [route.path.split('/')[3] ?? ''],
    ...described(route),
    ...(accepted === undefined ? {} : { consumes: [accepted] }),
    ...(route.permission === 'public' ? { security: [] } : {}),
    ...(route.params === undefined ? {} : { params: route.params }),
    ...(route.query === undefined ? {} : { querystring: route.query }),
    ...(route.body === undefined ? {} : { body: route.body }),
    response: {
      [route.status]: answerOf(route),
      '4xx': problem('The request was refused'),
      '5xx': problem('A part is away, or something went wrong'),
    },
  }
}

function described({ description, errors }: Route): { description?: string } {
  const listed = errors.length > 0 ? [`Errors: ${errors.join(', ')}`] : []
  const parts = description === undefined ? listed : [description, ...listed]
  return parts.length === 0 ? {} : { description: parts.join('\n\n') }
}

function answerOf(route: Route): unknown {
  const schema = route.response ?? z.any()
  if (route.answers === 'json') return schema
  if (route.answers === 'websocket') return z.null().describe('The WebSocket is open')
  if (route.answers === 'empty') return z.null().describe('Nothing')
  return { description: route.summary, content: { [mediaTypes[route.answers]]: { schema } } }
}
