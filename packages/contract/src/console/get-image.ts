import { defineRoute } from '../route.ts'
import { imageParams, imageSchema } from '../schemas/image.ts'

export const getImage = defineRoute({
  name: 'get-image',
  method: 'GET',
  path: '/api/v1/images/:id',
  summary: 'One image that the account may use',
  permission: 'image:read',
  params: imageParams,
  status: 200,
  response: imageSchema,
  answers: 'json',
  errors: ['not-found'],
})
