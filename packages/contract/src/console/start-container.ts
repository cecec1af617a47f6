import { defineRoute } from '../route.ts'
import { containerParams, containerSchema } from '../schemas/container.ts'

export const startContainer = defineRoute({
  name: 'start-container',
  method: 'POST',
  path: '/api/v1/containers/:id/start',
  summary: 'Start a stopped container, or try a failed one again',
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
