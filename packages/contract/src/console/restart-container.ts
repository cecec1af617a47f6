import { defineRoute } from '../route.ts'
import { containerParams, containerSchema } from '../schemas/container.ts'

export const restartContainer = defineRoute({
  name: 'restart-container',
  method: 'POST',
  path: '/api/v1/containers/:id/restart',
  summary: 'Restart a container',
  permission: 'container:operate',
  params: containerParams,
  status: 202,
  response: containerSchema,
  answers: 'json',
  errors: [
    'not-found',
    'container-removing',
    'quota-running-exceeded',
    'quota-memory-exceeded',
    'quota-cpus-exceeded',
  ],
})
