import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { buildEndpointSchema, buildTermsSchema } from '../schemas/build.ts'

export const openBuildEndpoint = defineRoute({
  name: 'open-build-endpoint',
  method: 'PUT',
  path: '/v1/tenants/:account/build-endpoint',
  summary: 'Let an account build, on these terms; repeated, it puts new terms in force',
  permission: 'agent',
  params: z.object({ account: z.string().max(64) }),
  body: buildTermsSchema,
  status: 200,
  response: buildEndpointSchema,
  answers: 'json',
  errors: ['capability-missing', 'runtime-unavailable', 'runtime-error'],
})
