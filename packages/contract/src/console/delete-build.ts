import { defineRoute } from '../route.ts'
import { imageBuildParams } from '../schemas/build.ts'

/** The image that it made stays. A repeat is `not-found`. */
export const deleteBuild = defineRoute({
  name: 'delete-build',
  method: 'DELETE',
  path: '/api/v1/images/builds/:id',
  summary: 'Forget a build and its log; one that goes is cancelled',
  permission: 'build:own',
  params: imageBuildParams,
  status: 204,
  answers: 'empty',
  errors: ['not-found'],
})
