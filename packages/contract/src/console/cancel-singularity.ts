import { defineRoute } from '../route.ts'
import { imageParams } from '../schemas/image.ts'
import { singularityOptions } from '../schemas/singularity.ts'

/** Who else waits for the same file goes on waiting. A repeat changes nothing. */
export const cancelSingularity = defineRoute({
  name: 'cancel-singularity',
  method: 'DELETE',
  path: '/api/v1/images/:id/singularity',
  summary: 'Wait no more for the image’s SIF file',
  permission: 'image:read',
  params: imageParams,
  query: singularityOptions,
  status: 204,
  answers: 'empty',
  errors: ['not-found'],
})
