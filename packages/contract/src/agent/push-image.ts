import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { pushEventSchema } from '../schemas/agent.ts'
import { registryLoginSchema } from '../schemas/registry.ts'

export const pushImage = defineRoute({
  name: 'push-image',
  method: 'POST',
  path: '/v1/images/push',
  summary: 'Put an image of Berth’s own into a registry; repeated, it finds it there',
  permission: 'agent',
  body: z.object({
    reference: z.string(),
    to: z.string().describe('REGISTRY/REPOSITORY:TAG'),
    login: registryLoginSchema,
  }),
  status: 200,
  response: pushEventSchema,
  answers: 'ndjson',
  errors: [
    'capability-missing',
    'image-absent',
    'registry-unreachable',
    'push-failed',
    'runtime-unavailable',
    'runtime-error',
  ],
})
