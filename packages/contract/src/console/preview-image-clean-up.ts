import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { cleanUpPreviewSchema } from '../schemas/clean-up.ts'

/** An absent rule is not in force. */
export const previewImageCleanUp = defineRoute({
  name: 'preview-image-clean-up',
  method: 'GET',
  path: '/api/v1/image-clean-up/preview',
  summary: 'What would be removed under some rules, and when; changes nothing',
  permission: 'image:administer',
  query: z.object({
    unusedDays: z.coerce.number().int().min(1).max(3_650).optional(),
    accountBytes: z.coerce.number().int().min(0).optional(),
    untagged: z.stringbool().default(false),
    graceDays: z.coerce.number().int().min(1).max(365).default(7),
  }),
  status: 200,
  response: cleanUpPreviewSchema,
  answers: 'json',
  errors: ['invalid-input'],
})
