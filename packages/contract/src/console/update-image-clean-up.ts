import { defineRoute } from '../route.ts'
import { cleanUpRulesSchema } from '../schemas/clean-up.ts'

/** Owners are told at once; nothing is removed before `graceDays` are over. */
export const updateImageCleanUp = defineRoute({
  name: 'update-image-clean-up',
  method: 'PUT',
  path: '/api/v1/image-clean-up',
  summary: 'Set the rules by which images that nobody needs are removed',
  permission: 'image:administer',
  body: cleanUpRulesSchema,
  status: 200,
  response: cleanUpRulesSchema,
  answers: 'json',
  errors: ['invalid-input'],
})
