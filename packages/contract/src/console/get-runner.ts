import { defineRoute } from '../route.ts'
import { runnerSchema } from '../schemas/runner.ts'

export const getRunner = defineRoute({
  name: 'get-runner',
  method: 'GET',
  path: '/api/v1/runner',
  summary: 'How the account’s GitLab Runner is',
  permission: 'runner:own',
  status: 200,
  response: runnerSchema,
  answers: 'json',
  errors: [],
})
