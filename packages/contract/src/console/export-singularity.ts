import { defineRoute } from '../route.ts'
import { imageParams } from '../schemas/image.ts'
import { singularityEventSchema, singularityOptions } from '../schemas/singularity.ts'

/** Leaving the stream leaves the conversion going. */
export const exportSingularity = defineRoute({
  name: 'export-singularity',
  method: 'POST',
  path: '/api/v1/images/:id/singularity',
  summary: 'Make the image’s SIF file, or join its making, and follow it; one that is there is done at once',
  permission: 'image:read',
  params: imageParams,
  body: singularityOptions,
  status: 200,
  response: singularityEventSchema,
  answers: 'ndjson',
  errors: [
    'not-found',
    'too-many-conversions',
    'singularity-unavailable',
    'backend-unreachable',
    'singularity-failed',
    'disk-full',
  ],
})
