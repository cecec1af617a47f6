import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { tokenSchema } from '../schemas/account.ts'

export const listTokens = defineRoute({
  name: 'list-tokens',
  method: 'GET',
  path: '/api/v1/tokens',
  summary: 'One’s own personal access tokens, without their values',
  permission: 'token:own',
  status: 200,
  response: z.array(tokenSchema),
  answers: 'json',
  errors: [],
})
