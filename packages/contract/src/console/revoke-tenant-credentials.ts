import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { backendName } from '../schemas/backend.ts'

export const revokeTenantCredentials = defineRoute({
  name: 'revoke-tenant-credentials',
  method: 'DELETE',
  path: '/api/v1/kubernetes/credentials',
  summary: 'Make every kubeconfig issued to the account worthless',
  permission: 'credentials:own',
  query: z.object({
    backend: backendName.optional().describe('Else on every backend that offers credentials'),
  }),
  status: 204,
  answers: 'empty',
  errors: ['capability-missing', 'backend-unreachable', 'runtime-unavailable', 'runtime-error'],
})
