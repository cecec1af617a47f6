import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { observedRunnerSchema, runnerSpecSchema } from '../schemas/runner.ts'

export const startRunner = defineRoute({
  name: 'start-runner',
  method: 'PUT',
  path: '/v1/tenants/:account/runner',
  summary: 'Run an account’s GitLab Runner beside its build endpoint; repeated, it puts new terms in force',
  permission: 'agent',
  params: z.object({ account: z.string().max(64) }),
  body: runnerSpecSchema,
  status: 200,
  response: observedRunnerSchema,
  answers: 'json',
  errors: ['capability-missing', 'image-absent', 'runtime-unavailable', 'runtime-error'],
})
