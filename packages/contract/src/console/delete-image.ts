import { defineRoute } from '../route.ts'
import { imageParams, imageSchema } from '../schemas/image.ts'

/** Removed on every backend that has it; a repeat changes nothing. */
export const deleteImage = defineRoute({
  name: 'delete-image',
  method: 'DELETE',
  path: '/api/v1/images/:id',
  summary: 'Delete an image that no container uses',
  permission: 'image:change',
  params: imageParams,
  status: 202,
  response: imageSchema,
  answers: 'json',
  errors: ['not-found', 'image-in-use'],
})
