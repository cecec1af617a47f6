import { defineRoute } from '../route.ts'
import { cleanUpRulesSchema } from '../schemas/clean-up.ts'

export const getImageCleanUp = defineRoute({
  name: 'get-image-clean-up',
  method: 'GET',
  path: '/api/v1/image-clean-up',
  summary: 'The rules by which images that nobody needs are removed',
  permission: 'image:administer',
  status: 200,
  response: cleanUpRulesSchema,
  answers: 'json',
  errors: [],
})
