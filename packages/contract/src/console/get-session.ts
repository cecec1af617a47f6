import { defineRoute } from '../route.ts'
import { sessionSchema } from '../schemas/account.ts'

export const getSession = defineRoute({
  name: 'get-session',
  method: 'GET',
  path: '/api/v1/session',
  summary: 'Who is logged in, with the limits that apply',
  permission: 'session',
  status: 200,
  response: sessionSchema,
  answers: 'json',
  errors: [],
})
