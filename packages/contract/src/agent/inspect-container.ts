import { defineRoute } from '../route.ts'
import { observedContainerSchema } from '../schemas/agent.ts'
import { containerParams } from '../schemas/container.ts'

export const inspectContainer = defineRoute({
  name: 'inspect-container',
  method: 'GET',
  path: '/v1/containers/:id',
  summary: 'One container',
  permission: 'agent',
  params: containerParams,
  status: 200,
  response: observedContainerSchema,
  answers: 'json',
  errors: ['not-found', 'runtime-unavailable', 'runtime-error'],
})
