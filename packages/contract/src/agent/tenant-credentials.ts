import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { credentialsSeconds, tenantCredentialsSchema } from '../schemas/credentials.ts'

export const tenantCredentials = defineRoute({
  name: 'tenant-credentials',
  method: 'POST',
  path: '/v1/tenants/:account/credentials',
  summary: 'Issue a token with which the account’s own tools (kubectl) work in its namespace',
  permission: 'agent',
  params: z.object({ account: z.string().max(64) }),
  body: z.object({ seconds: credentialsSeconds }),
  status: 201,
  response: tenantCredentialsSchema,
  answers: 'json',
  errors: ['capability-missing', 'runtime-unavailable', 'runtime-error'],
})
