import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { backendName } from '../schemas/backend.ts'
import { credentialsSeconds } from '../schemas/credentials.ts'

export const tenantCredentials = defineRoute({
  name: 'tenant-credentials',
  method: 'POST',
  path: '/api/v1/kubernetes/credentials',
  summary:
    'Issue a kubeconfig with a short-lived token for the account’s own namespace; its token is shown this once',
  permission: 'credentials:own',
  body: z.object({
    backend: backendName.optional().describe('Where several offer credentials; else the first that answers'),
    seconds: credentialsSeconds,
  }),
  status: 201,
  response: z.object({
    backend: z.string(),
    namespace: z.string(),
    token: z.string(),
    expiresAt: z.iso.datetime(),
    kubeconfig: z.string().describe('YAML'),
  }),
  answers: 'json',
  errors: ['capability-missing', 'backend-unreachable', 'runtime-unavailable', 'runtime-error'],
})
