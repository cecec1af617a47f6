import { z } from 'zod'
import { defineRoute } from '../route.ts'

export const ensureTenant = defineRoute({
  name: 'ensure-tenant',
  method: 'PUT',
  path: '/v1/tenants/:account',
  summary: 'Make what an account needs on the backend (its network); repeated, it changes nothing',
  permission: 'agent',
  params: z.object({ account: z.string().max(64) }),
  status: 204,
  answers: 'empty',
  errors: ['runtime-unavailable', 'runtime-error'],
})
