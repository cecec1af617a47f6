import { z } from 'zod'
import { defineRoute } from '../route.ts'

export const revokeTenantCredentials = defineRoute({
  name: 'revoke-tenant-credentials',
  method: 'DELETE',
  path: '/v1/tenants/:account/credentials',
  summary: 'Make every token issued to the account worthless; repeated, it changes nothing',
  permission: 'agent',
  params: z.object({ account: z.string().max(64) }),
  status: 204,
  answers: 'empty',
  errors: ['capability-missing', 'runtime-unavailable', 'runtime-error'],
})
