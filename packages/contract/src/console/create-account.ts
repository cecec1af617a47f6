import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { accountSchema, roleSchema } from '../schemas/account.ts'

/** Without a `password` one is made up and answered once. */
export const createAccount = defineRoute({
  name: 'create-account',
  method: 'POST',
  path: '/api/v1/accounts',
  summary: 'Make a local account',
  permission: 'account:administer',
  body: z.object({
    name: z.string().max(256),
    displayName: z.string().max(200).optional(),
    role: roleSchema.default('student'),
    password: z.string().max(1_024).optional(),
  }),
  status: 201,
  response: accountSchema.extend({ password: z.string().optional() }),
  answers: 'json',
  errors: ['invalid-input', 'account-exists'],
})
