import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { imageBuildSchema } from '../schemas/build.ts'

export const listBuilds = defineRoute({
  name: 'list-builds',
  method: 'GET',
  path: '/api/v1/images/builds',
  summary: 'The account’s latest builds, the newest first',
  permission: 'build:own',
  status: 200,
  response: z.array(imageBuildSchema),
  answers: 'json',
  errors: [],
})
