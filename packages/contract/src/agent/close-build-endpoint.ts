import { z } from 'zod'
import { defineRoute } from '../route.ts'

export const closeBuildEndpoint = defineRoute({
  name: 'close-build-endpoint',
  method: 'DELETE',
  path: '/v1/tenants/:account/build-endpoint',
  summary: 'Let an account build no more, and end its builds',
  permission: 'agent',
  params: z.object({ account: z.string().max(64) }),
  status: 204,
  answers: 'empty',
  errors: ['capability-missing', 'runtime-unavailable', 'runtime-error'],
})
