import { defineRoute } from '../route.ts'
import { singularityEventSchema, singularityQuery } from '../schemas/singularity.ts'

export const exportSingularity = defineRoute({
  name: 'export-singularity',
  method: 'POST',
  path: '/v1/images/singularity',
  summary:
    'Make an image’s SIF file, or join who makes it; one that is there is done at once. When all have closed the connection it is cancelled',
  permission: 'agent',
  body: singularityQuery,
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
