import { defineRoute } from '../route.ts'
import { accountParams } from '../schemas/account.ts'

/** Ends its sessions and tokens and gives back its containers. */
export const deleteAccount = defineRoute({
  name: 'delete-account',
  method: 'DELETE',
  path: '/api/v1/accounts/:name',
  summary: 'Delete an account with its containers',
  permission: 'account:administer',
  params: accountParams,
  status: 204,
  answers: 'empty',
  errors: ['not-found', 'last-administrator'],
})
