import { defineRoute } from '../route.ts'
import { referenceSingularityQuery } from '../schemas/singularity.ts'

export const getReferenceSingularity = defineRoute({
  name: 'get-reference-singularity',
  method: 'GET',
  path: '/api/v1/singularity',
  summary: 'Any image that a container may be made of as a SIF file, for Singularity or Apptainer',
  description:
    'Answers as `get-singularity` does: 202 with the state as JSON while the file is made, which this begins, then the file. An image that lies in a registry only is pulled first (`pulling`).',
  permission: 'image:read',
  query: referenceSingularityQuery,
  status: 200,
  answers: 'bytes',
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
    'range-invalid',
  ],
})
