import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { consoleEvent } from '../schemas/event.ts'

/** `scope=all` (administrators): everybody's containers too. */
export const streamEvents = defineRoute({
  name: 'stream-events',
  method: 'GET',
  path: '/api/v1/events',
  summary: 'Server-sent events: what changed among what the account may see',
  permission: 'session',
  query: z.object({ scope: z.enum(['mine', 'all']).default('mine') }),
  status: 200,
  response: consoleEvent,
  answers: 'sse',
  errors: [],
})
