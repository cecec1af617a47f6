import { defineRoute } from '../route.ts'
import { containerParams, statsQuery, statsSchema } from '../schemas/container.ts'

export const getContainerStats = defineRoute({
  name: 'get-container-stats',
  method: 'GET',
  path: '/api/v1/containers/:id/stats',
  summary: 'Use of CPU, memory and network, a line of JSON for each reading',
  permission: 'container:read',
  params: containerParams,
  query: statsQuery,
  status: 200,
  response: statsSchema,
  answers: 'ndjson',
  errors: ['not-found', 'container-not-running', 'backend-unreachable'],
})
