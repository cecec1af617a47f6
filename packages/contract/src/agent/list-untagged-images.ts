import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { untaggedImageSchema } from '../schemas/agent.ts'

export const listUntaggedImages = defineRoute({
  name: 'list-untagged-images',
  method: 'GET',
  path: '/v1/untagged-images',
  summary: 'Images that this Berth built and that have no name any more',
  permission: 'agent',
  status: 200,
  response: z.array(untaggedImageSchema),
  answers: 'json',
  errors: ['capability-missing', 'runtime-unavailable', 'runtime-error'],
})
