import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { registryLoginSchema } from '../schemas/registry.ts'

export const setRegistryCredentials = defineRoute({
  name: 'set-registry-credentials',
  method: 'PUT',
  path: '/v1/tenants/:account/registry-credentials',
  summary: 'Keep exactly these logins where the account’s containers are pulled from; none forgets them',
  permission: 'agent',
  params: z.object({ account: z.string().max(64) }),
  body: z.object({ logins: z.array(registryLoginSchema) }),
  status: 204,
  answers: 'empty',
  errors: ['capability-missing', 'runtime-unavailable', 'runtime-error'],
})
