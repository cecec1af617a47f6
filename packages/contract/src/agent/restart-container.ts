import { defineRoute } from '../route.ts'
import { observedContainerSchema } from '../schemas/agent.ts'
import { containerParams } from '../schemas/container.ts'

export const restartContainer = defineRoute({
  name: 'restart-container',
  method: 'POST',
  path: '/v1/containers/:id/restart',
  summary: 'Restart',
  permission: 'agent',
  params: containerParams,
  status: 200,
  response: observedContainerSchema,
  answers: 'json',
  errors: ['not-found', 'start-failed', 'runtime-unavailable', 'runtime-error'],
})
