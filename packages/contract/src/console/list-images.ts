import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { imageSchema } from '../schemas/image.ts'

export const listImages = defineRoute({
  name: 'list-images',
  method: 'GET',
  path: '/api/v1/images',
  summary: 'Images that the account may use',
  permission: 'image:read',
  query: z.object({ scope: z.enum(['mine', 'shared']).optional() }),
  status: 200,
  response: z.array(imageSchema),
  answers: 'json',
  errors: [],
})
