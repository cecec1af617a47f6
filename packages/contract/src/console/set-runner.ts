import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { gitlabTokenSchema, runnerSchema } from '../schemas/runner.ts'

export const setRunner = defineRoute({
  name: 'set-runner',
  method: 'PUT',
  path: '/api/v1/runner',
  summary: 'Give a GitLab token: the account gets a runner of its own, in the place of an earlier one',
  permission: 'runner:own',
  body: z.object({
    token: gitlabTokenSchema.describe(
      'A runner authentication token (glrt-…) or an older registration token',
    ),
    gitlabUrl: z.string().max(2_000).optional().describe('Where this installation offers several'),
  }),
  status: 200,
  response: runnerSchema,
  answers: 'json',
  errors: ['gitlab-missing', 'gitlab-unknown', 'gitlab-token-refused', 'gitlab-unreachable', 'gitlab-busy'],
})
