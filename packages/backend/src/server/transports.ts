import type { FastifyInstance } from 'fastify'
import type { Route, Transport } from '@berth/contract'

/** The media type in which each transport travels. */
export const mediaTypes: Record<Transport, string> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  sse: 'text/event-stream',
  bytes: 'application/octet-stream',
  multipart: 'multipart/form-data',
  tar: 'application/x-tar',
  text: 'text/plain',
  websocket: 'application/octet-stream',
  empty: '',
}

/** How a route's request body travels. */
export const acceptedBy = (route: Route): Transport => route.accepts ?? (route.body ? 'json' : 'empty')

/** Lets a scope take one kind of body and no other. Streams are handed on as they come, of any length. */
export function acceptOnly(scope: FastifyInstance, transport: Transport): void {
  scope.removeAllContentTypeParsers()
  if (transport === 'empty') return
  if (transport === 'json') {
    scope.addContentTypeParser(
      mediaTypes.json,
      { parseAs: 'string' },
      scope.getDefaultJsonParser('error', 'error'),
    )
    return
  }
  scope.addContentTypeParser(mediaTypes[transport], (_request, payload, done) => done(null, payload))
}

/** The media type of the body that a route takes; empty: none. */
export const expectedType = (route: Route | undefined): string => (route ? mediaTypes[acceptedBy(route)] : '')
