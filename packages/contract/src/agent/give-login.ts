import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { registryLoginSchema } from '../schemas/registry.ts'

export const giveLogin = defineRoute({
  name: 'give-login',
  method: 'POST',
  path: '/v1/tenants/:account/build-endpoint/login',
  summary: 'Answer the event login-wanted: builds of the account that wait to pull this base image go on',
  permission: 'agent',
  params: z.object({ account: z.string().max(64) }),
  body: z.object({
    reference: z.string().max(1_024),
    login: registryLoginSchema.nullable().describe('Null: the account has none there'),
    from: z.string().optional().describe('For an image of Berth’s own: where it is got from, by digest'),
  }),
  status: 204,
  answers: 'empty',
  errors: ['capability-missing'],
})
