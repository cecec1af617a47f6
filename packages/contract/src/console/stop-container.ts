import { defineRoute } from '../route.ts'
import { containerParams, containerSchema } from '../schemas/container.ts'

export const stopContainer = defineRoute({
  name: 'stop-container',
  method: 'POST',
  path: '/api/v1/containers/:id/stop',
  summary: 'Stop a container, or cancel its creation',
  permission: 'container:operate',
  params: containerParams,
  status: 202,
  response: containerSchema,
  answers: 'json',
  errors: ['not-found', 'container-removing'],
})
