import { defineRoute } from '../route.ts'
import { containerParams, logLine, logsQuery } from '../schemas/container.ts'

export const getContainerLogs = defineRoute({
  name: 'get-container-logs',
  method: 'GET',
  path: '/api/v1/containers/:id/logs',
  summary: 'What the main process wrote, a line of JSON each',
  permission: 'container:enter',
  params: containerParams,
  query: logsQuery,
  status: 200,
  response: logLine,
  answers: 'ndjson',
  errors: ['not-found', 'container-not-ready', 'backend-unreachable'],
})
