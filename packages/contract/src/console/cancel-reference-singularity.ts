import { defineRoute } from '../route.ts'
import { referenceSingularityQuery } from '../schemas/singularity.ts'

/** Who else waits for the same file goes on waiting. A repeat changes nothing. */
export const cancelReferenceSingularity = defineRoute({
  name: 'cancel-reference-singularity',
  method: 'DELETE',
  path: '/api/v1/singularity',
  summary: 'Wait no more for the SIF file of an image given by its reference',
  permission: 'image:read',
  query: referenceSingularityQuery,
  status: 204,
  answers: 'empty',
  errors: ['invalid-input', 'image-access-denied'],
})
