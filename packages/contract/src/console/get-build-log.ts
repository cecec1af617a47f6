import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { buildLogSchema, imageBuildParams } from '../schemas/build.ts'

export const getBuildLog = defineRoute({
  name: 'get-build-log',
  method: 'GET',
  path: '/api/v1/images/builds/:id/log',
  summary: 'A build’s log; with `follow`, to its end',
  permission: 'build:own',
  params: imageBuildParams,
  query: z.object({
    follow: z.stringbool().default(false),
    since: z.coerce.number().int().nonnegative().default(0).describe('Only what comes from this place on'),
  }),
  status: 200,
  response: buildLogSchema,
  answers: 'ndjson',
  errors: ['not-found'],
})
