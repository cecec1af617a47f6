import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { agentEventSchema } from '../schemas/agent.ts'

export const streamEvents = defineRoute({
  name: 'stream-events',
  method: 'GET',
  path: '/v1/events',
  summary: 'What changes on the backend, for as long as the connection lasts',
  permission: 'agent',
  query: z.object({ since: z.string().max(40).optional() }),
  status: 200,
  response: agentEventSchema,
  answers: 'ndjson',
  errors: [],
})
