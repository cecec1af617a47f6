import { z } from 'zod'
import { defineRoute } from '../route.ts'

export const deleteBackend = defineRoute({
  name: 'delete-backend',
  method: 'DELETE',
  path: '/api/v1/backends/:name',
  summary: 'Forget a backend on which nothing is lent',
  permission: 'backend:administer',
  params: z.object({ name: z.string().max(64) }),
  status: 204,
  answers: 'empty',
  errors: ['not-found', 'backend-in-use'],
})
