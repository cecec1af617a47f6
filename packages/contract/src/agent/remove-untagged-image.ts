import { z } from 'zod'
import { defineRoute } from '../route.ts'

export const removeUntaggedImage = defineRoute({
  name: 'remove-untagged-image',
  method: 'DELETE',
  path: '/v1/untagged-images',
  summary: 'Remove an image that this Berth built and that has no name; an absent one is already removed',
  permission: 'agent',
  query: z.object({ id: z.string().regex(/^sha256:[0-9a-f]{64}$/) }),
  status: 204,
  answers: 'empty',
  errors: ['image-in-use', 'not-found', 'capability-missing', 'runtime-unavailable', 'runtime-error'],
})
