import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { agentImageSchema } from '../schemas/agent.ts'

export const listImages = defineRoute({
  name: 'list-images',
  method: 'GET',
  path: '/v1/images',
  summary: 'Images on the backend, a row a reference',
  permission: 'agent',
  query: z.object({
    layers: z
      .stringbool()
      .optional()
      .describe('Tell `layers` too, and those without a name, which takes the runtime longer'),
  }),
  status: 200,
  response: z.array(agentImageSchema),
  answers: 'json',
  errors: ['runtime-unavailable', 'runtime-error'],
})
