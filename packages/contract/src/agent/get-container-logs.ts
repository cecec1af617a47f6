import { defineRoute } from '../route.ts'
import { containerParams, logLine, logsQuery } from '../schemas/container.ts'

export const getContainerLogs = defineRoute({
  name: 'get-container-logs',
  method: 'GET',
  path: '/v1/containers/:id/logs',
  summary: 'What the main process wrote',
  permission: 'agent',
  params: containerParams,
  query: logsQuery,
  status: 200,
  response: logLine,
  answers: 'ndjson',
  errors: ['not-found', 'runtime-unavailable', 'runtime-error'],
})
