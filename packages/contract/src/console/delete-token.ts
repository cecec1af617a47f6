import { z } from 'zod'
import { defineRoute } from '../route.ts'

export const deleteToken = defineRoute({
  name: 'delete-token',
  method: 'DELETE',
  path: '/api/v1/tokens/:id',
  summary: 'Revoke a personal access token',
  permission: 'token:own',
  params: z.object({ id: z.string().max(64) }),
  status: 204,
  answers: 'empty',
  errors: ['not-found'],
})
