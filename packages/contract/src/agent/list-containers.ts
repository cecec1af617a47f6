import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { observedContainerSchema } from '../schemas/agent.ts'

export const listContainers = defineRoute({
  name: 'list-containers',
  method: 'GET',
  path: '/v1/containers',
  summary: 'All containers of this Berth on the backend',
  permission: 'agent',
  status: 200,
  response: z.array(observedContainerSchema),
  answers: 'json',
  errors: ['runtime-unavailable', 'runtime-error'],
})
