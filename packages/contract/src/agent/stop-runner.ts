import { z } from 'zod'
import { defineRoute } from '../route.ts'

export const stopRunner = defineRoute({
  name: 'stop-runner',
  method: 'DELETE',
  path: '/v1/tenants/:account/runner',
  summary: 'End an account’s GitLab Runner, its job too',
  permission: 'agent',
  params: z.object({ account: z.string().max(64) }),
  status: 204,
  answers: 'empty',
  errors: ['capability-missing', 'runtime-unavailable', 'runtime-error'],
})
