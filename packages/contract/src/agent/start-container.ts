import { defineRoute } from '../route.ts'
import { observedContainerSchema } from '../schemas/agent.ts'
import { containerParams } from '../schemas/container.ts'

export const startContainer = defineRoute({
  name: 'start-container',
  method: 'POST',
  path: '/v1/containers/:id/start',
  summary: 'Start; a running one stays as it is',
  permission: 'agent',
  params: containerParams,
  status: 200,
  response: observedContainerSchema,
  answers: 'json',
  errors: [
    'not-found',
    'start-failed',
    'command-not-found',
    'port-range-full',
    'runtime-unavailable',
    'runtime-error',
  ],
})
