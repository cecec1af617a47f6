import { defineRoute } from '../route.ts'
import { observedContainerSchema } from '../schemas/agent.ts'
import { containerParams } from '../schemas/container.ts'

export const stopContainer = defineRoute({
  name: 'stop-container',
  method: 'POST',
  path: '/v1/containers/:id/stop',
  summary: 'Stop; a stopped one stays as it is',
  permission: 'agent',
  params: containerParams,
  status: 200,
  response: observedContainerSchema,
  answers: 'json',
  errors: ['not-found', 'runtime-unavailable', 'runtime-error'],
})
