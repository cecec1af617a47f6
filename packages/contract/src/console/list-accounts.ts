import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { accountSchema } from '../schemas/account.ts'

export const listAccounts = defineRoute({
  name: 'list-accounts',
  method: 'GET',
  path: '/api/v1/accounts',
  summary: 'Accounts by name; pages as list-containers',
  permission: 'account:administer',
  query: z.object({
    search: z.string().max(100).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(200),
    after: z.string().max(64).optional(),
  }),
  status: 200,
  response: z.array(accountSchema),
  answers: 'json',
  errors: [],
})
