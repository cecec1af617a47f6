import { z } from 'zod'
import { defineRoute } from '../route.ts'

export const removeImage = defineRoute({
  name: 'remove-image',
  method: 'DELETE',
  path: '/v1/images',
  summary: 'Remove one of Berth’s own images by its full reference; an absent one is already removed',
  permission: 'agent',
  query: z.object({ reference: z.string().max(1_000) }),
  status: 204,
  answers: 'empty',
  errors: ['image-in-use', 'not-found', 'runtime-unavailable', 'runtime-error'],
})
