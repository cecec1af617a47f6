import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { tokenSchema } from '../schemas/account.ts'

export const createToken = defineRoute({
  name: 'create-token',
  method: 'POST',
  path: '/api/v1/tokens',
  summary: 'Make a personal access token; its value is shown this once',
  permission: 'token:own',
  body: z.object({ name: z.string().trim().min(1).max(80), days: z.int().min(1).max(3_650).optional() }),
  status: 201,
  response: tokenSchema.extend({ token: z.string() }),
  answers: 'json',
  errors: [],
})
