import { z } from 'zod'
import { defineRoute } from '../route.ts'

export const deleteUnknownContainer = defineRoute({
  name: 'delete-unknown-container',
  method: 'DELETE',
  path: '/api/v1/backends/:name/unknown-containers/:id',
  summary: 'Remove such a container from its backend',
  permission: 'backend:administer',
  params: z.object({ name: z.string().max(64), id: z.string().max(128) }),
  status: 204,
  answers: 'empty',
  errors: ['not-found', 'backend-unreachable'],
})
