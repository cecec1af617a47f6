import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { accountParams } from '../schemas/account.ts'

/** The account itself gives `current`; an administrator need not, for others. Ends the account's other sessions. */
export const setPassword = defineRoute({
  name: 'set-password',
  method: 'PUT',
  path: '/api/v1/accounts/:name/password',
  summary: 'Set a local account’s password',
  permission: 'account:password',
  params: accountParams,
  body: z.object({ current: z.string().max(1_024).optional(), password: z.string().max(1_024) }),
  status: 204,
  answers: 'empty',
  errors: ['not-found', 'wrong-credentials', 'password-invalid', 'account-managed-elsewhere'],
})
