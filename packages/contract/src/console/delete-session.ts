import { defineRoute } from '../route.ts'

export const deleteSession = defineRoute({
  name: 'delete-session',
  method: 'DELETE',
  path: '/api/v1/session',
  summary: 'Log out',
  permission: 'session',
  status: 204,
  answers: 'empty',
  errors: [],
})
