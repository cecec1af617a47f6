import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { buildEventSchema } from '../schemas/build.ts'

export const buildImage = defineRoute({
  name: 'build-image',
  method: 'POST',
  path: '/v1/images/build',
  summary:
    'Build an image for an account from a tar, on the terms of its open endpoint; closing the connection cancels',
  permission: 'agent',
  query: z.object({
    account: z.string().max(64),
    options: z.string().max(65_536).describe('BuildOptions as JSON'),
  }),
  accepts: 'tar',
  status: 200,
  response: buildEventSchema,
  answers: 'ndjson',
  errors: [
    'capability-missing',
    'not-found',
    'build-refused',
    'build-failed',
    'upload-incomplete',
    'disk-full',
    'runtime-unavailable',
    'runtime-error',
  ],
})
