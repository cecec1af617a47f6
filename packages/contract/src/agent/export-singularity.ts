import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { singularityEventSchema, singularityQuery } from '../schemas/singularity.ts'

export const exportSingularity = defineRoute({
  name: 'export-singularity',
  method: 'POST',
  path: '/v1/images/singularity',
  summary:
    'Make an image’s SIF file in its account’s turn, or join who makes it; one that is there is done at once. When all have closed the connection it is cancelled',
  permission: 'agent',
  body: singularityQuery.extend({ account: z.string().max(64).describe('Whose turn it takes') }),
  status: 200,
  response: singularityEventSchema,
  answers: 'ndjson',
  errors: [
    'capability-missing',
    'image-absent',
    'singularity-failed',
    'disk-full',
    'cancelled',
    'runtime-unavailable',
    'runtime-error',
  ],
})
