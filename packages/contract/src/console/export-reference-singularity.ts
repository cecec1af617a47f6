import { defineRoute } from '../route.ts'
import { referenceSingularityQuery, singularityEventSchema } from '../schemas/singularity.ts'

/** Leaving the stream leaves the conversion going. */
export const exportReferenceSingularity = defineRoute({
  name: 'export-reference-singularity',
  method: 'POST',
  path: '/api/v1/singularity',
  summary:
    'Make the SIF file of any image that a container may be made of, pulled first where it lies in a registry, or join its making, and follow it',
  permission: 'image:read',
  body: referenceSingularityQuery,
  status: 200,
  response: singularityEventSchema,
  answers: 'ndjson',
  errors: [
    'invalid-input',
    'image-access-denied',
    'image-not-found',
    'registry-unreachable',
    'pull-failed',
    'too-many-conversions',
    'singularity-unavailable',
    'backend-unreachable',
    'singularity-failed',
    'disk-full',
  ],
})
