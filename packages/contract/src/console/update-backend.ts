import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { backendSchema } from '../schemas/backend.ts'

export const updateBackend = defineRoute({
  name: 'update-backend',
  method: 'PATCH',
  path: '/api/v1/backends/:name',
  summary: 'Change how a backend is used; `lending: false` drains it',
  permission: 'backend:administer',
  params: z.object({ name: z.string().max(64) }),
  body: z.object({
    lending: z.boolean().optional(),
    allowUnhardened: z.boolean().optional(),
    url: z.string().max(2_048).optional(),
    token: z.string().min(16).max(512).optional(),
    ca: z.string().max(65_536).optional(),
  }),
  status: 200,
  response: backendSchema,
  answers: 'json',
  errors: ['not-found', 'invalid-input'],
})
