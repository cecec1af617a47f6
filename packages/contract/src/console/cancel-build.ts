import { defineRoute } from '../route.ts'
import { imageBuildParams, imageBuildSchema } from '../schemas/build.ts'

export const cancelBuild = defineRoute({
  name: 'cancel-build',
  method: 'POST',
  path: '/api/v1/images/builds/:id/cancel',
  summary: 'End a build; one that has ended stays as it is',
  permission: 'build:own',
  params: imageBuildParams,
  status: 200,
  response: imageBuildSchema,
  answers: 'json',
  errors: ['not-found'],
})
