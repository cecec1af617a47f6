import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { accountParams, accountSchema, roleSchema } from '../schemas/account.ts'

/** Disabling ends the account's sessions and refuses its tokens at once. */
export const updateAccount = defineRoute({
  name: 'update-account',
  method: 'PATCH',
  path: '/api/v1/accounts/:name',
  summary: 'Change an account’s role or name, disable or enable it',
  permission: 'account:administer',
  params: accountParams,
  body: z.object({
    displayName: z.string().max(200).optional(),
    role: roleSchema.optional(),
    disabled: z.boolean().optional(),
  }),
  status: 200,
  response: accountSchema,
  answers: 'json',
  errors: ['not-found', 'last-administrator', 'account-managed-elsewhere'],
})
