import { z } from 'zod'
import { defineRoute } from '../route.ts'

export const removeTenant = defineRoute({
  name: 'remove-tenant',
  method: 'DELETE',
  path: '/v1/tenants/:account',
  summary: 'Remove what an account has on the backend beside its containers (its network)',
  permission: 'agent',
  params: z.object({ account: z.string().max(64) }),
  status: 204,
  answers: 'empty',
  errors: ['runtime-unavailable', 'runtime-error'],
})
