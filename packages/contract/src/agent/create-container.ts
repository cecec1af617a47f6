import { defineRoute } from '../route.ts'
import { containerSpecSchema, observedContainerSchema } from '../schemas/agent.ts'
import { containerParams } from '../schemas/container.ts'

export const createContainer = defineRoute({
  name: 'create-container',
  method: 'PUT',
  path: '/v1/containers/:id',
  summary: 'Make and start a container; repeated, it finishes what was begun and changes nothing else',
  permission: 'agent',
  params: containerParams,
  body: containerSpecSchema,
  status: 200,
  response: observedContainerSchema,
  answers: 'json',
  errors: [
    'image-absent',
    'name-taken',
    'command-not-found',
    'start-failed',
    'port-range-full',
    'no-room',
    'disk-full',
    'runtime-unavailable',
    'runtime-error',
  ],
})
