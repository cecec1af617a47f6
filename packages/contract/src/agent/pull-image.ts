import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { pullEventSchema } from '../schemas/agent.ts'
import { registryLoginSchema } from '../schemas/registry.ts'

export const pullImage = defineRoute({
  name: 'pull-image',
  method: 'POST',
  path: '/v1/images/pull',
  summary:
    'Pull an image; closing the connection cancels. An image that is there is not pulled again unless told so',
  permission: 'agent',
  body: z.object({
    reference: z.string(),
    login: registryLoginSchema
      .optional()
      .describe('Whose right to the image it is pulled by; without one, anybody’s'),
    from: z.string().optional().describe('For an image of Berth’s own: where it is got from, by digest'),
    always: z
      .boolean()
      .optional()
      .describe('Ask the registry even if the image is there: proves the right to it'),
  }),
  status: 200,
  response: pullEventSchema,
  answers: 'ndjson',
  errors: [
    'image-not-found',
    'registry-unreachable',
    'pull-failed',
    'disk-full',
    'runtime-unavailable',
    'runtime-error',
  ],
})
