import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { observedRunnerSchema } from '../schemas/runner.ts'

export const listRunners = defineRoute({
  name: 'list-runners',
  method: 'GET',
  path: '/v1/runners',
  summary: 'All of this instance’s GitLab Runners',
  permission: 'agent',
  status: 200,
  response: z.array(observedRunnerSchema),
  answers: 'json',
  errors: ['capability-missing', 'runtime-unavailable', 'runtime-error'],
})
