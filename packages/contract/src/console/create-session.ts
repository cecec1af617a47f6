import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { sessionSchema } from '../schemas/account.ts'

export const createSession = defineRoute({
  name: 'create-session',
  method: 'POST',
  path: '/api/v1/session',
  summary: 'Log in: sets the session cookie',
  permission: 'public',
  body: z.object({ account: z.string().max(256), password: z.string().max(1_024) }),
  status: 200,
  response: sessionSchema,
  answers: 'json',
  errors: ['wrong-credentials', 'account-disabled', 'too-many-attempts', 'directory-unavailable'],
})
