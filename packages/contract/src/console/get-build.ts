import { defineRoute } from '../route.ts'
import { imageBuildParams, imageBuildSchema } from '../schemas/build.ts'

export const getBuild = defineRoute({
  name: 'get-build',
  method: 'GET',
  path: '/api/v1/images/builds/:id',
  summary: 'One build',
  permission: 'build:own',
  params: imageBuildParams,
  status: 200,
  response: imageBuildSchema,
  answers: 'json',
  errors: ['not-found'],
})
