import { defineRoute } from '../route.ts'
import { consoleEvent } from '../schemas/event.ts'

export const streamEvents = defineRoute({
  name: 'stream-events',
  method: 'GET',
  path: '/api/v1/events',
  summary: 'Server-sent events: what changed among what the account may see',
  permission: 'session',
  status: 200,
  response: consoleEvent,
  answers: 'sse',
  errors: [],
})
