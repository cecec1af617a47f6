import { defineRoute } from '../route.ts'
import { containerParams, statsQuery, statsSchema } from '../schemas/container.ts'

export const getContainerStats = defineRoute({
  name: 'get-container-stats',
  method: 'GET',
  path: '/v1/containers/:id/stats',
  summary: 'Use of CPU, memory and network',
  permission: 'agent',
  params: containerParams,
  query: statsQuery,
  status: 200,
  response: statsSchema,
  answers: 'ndjson',
  errors: ['not-found', 'container-not-running', 'runtime-unavailable', 'runtime-error'],
})
