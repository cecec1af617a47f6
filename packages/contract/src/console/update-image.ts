import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { imageParams, imageSchema } from '../schemas/image.ts'

/** Containers that were made from it go on when sharing ends; new ones are refused, those still waiting too. */
export const updateImage = defineRoute({
  name: 'update-image',
  method: 'PATCH',
  path: '/api/v1/images/:id',
  summary: 'Describe an image, share it, or stop sharing it',
  permission: 'image:change',
  params: imageParams,
  body: z.object({
    description: z.string().max(20_000).optional(),
    shared: z.boolean().optional(),
    keep: z.literal(true).optional().describe('It is needed still: counts as a use for the clean-up rules'),
    recommended: z.boolean().optional().describe('Teachers and administrators; shared images alone'),
  }),
  status: 200,
  response: imageSchema,
  answers: 'json',
  errors: ['not-found', 'image-recommendation-refused'],
})
