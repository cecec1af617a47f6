import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { pullEventSchema } from '../schemas/agent.ts'

export const pullImage = defineRoute({
  name: 'pull-image',
  method: 'POST',
  path: '/v1/images/pull',
  summary: 'Pull an image; closing the connection cancels. An image that is there is not pulled again',
  permission: 'agent',
  body: z.object({ reference: z.string() }),
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
