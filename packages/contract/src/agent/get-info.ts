import { defineRoute } from '../route.ts'
import { agentInfoSchema } from '../schemas/agent.ts'

export const getInfo = defineRoute({
  name: 'get-info',
  method: 'GET',
  path: '/v1/info',
  summary: 'What this backend is, can do, and how safe it is',
  permission: 'agent',
  status: 200,
  response: agentInfoSchema,
  answers: 'json',
  errors: [],
})
