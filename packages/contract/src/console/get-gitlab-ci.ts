import { z } from 'zod'
import { defineRoute } from '../route.ts'

export const getGitlabCi = defineRoute({
  name: 'get-gitlab-ci',
  method: 'GET',
  path: '/api/v1/runner/gitlab-ci.yml',
  summary: 'The .gitlab-ci.yml that builds images with the account’s runner',
  permission: 'runner:own',
  query: z.object({
    images: z
      .string()
      .max(4_000)
      .default('app')
      .describe('NAME or NAME=FOLDER, separated by spaces: an image, and where its Dockerfile is'),
    tag: z.enum(['latest', 'git']).default('latest').describe('git: the tag or branch that is built'),
    dockerfile: z.string().max(1_000).optional().describe('Its path; `Dockerfile` in the folder without'),
    buildArguments: z
      .string()
      .max(16_000)
      .optional()
      .describe('NAME=TEXT, separated by spaces; quotes keep a text with spaces together'),
    runnerTags: z
      .string()
      .max(1_000)
      .optional()
      .describe('Tags of the runner at GitLab, separated by spaces: no runner without them takes the jobs'),
  }),
  status: 200,
  answers: 'bytes',
  errors: ['invalid-input'],
})
