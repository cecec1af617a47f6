import { z } from 'zod'
import { defineRoute } from '../route.ts'

/** What carries Berth's labels on a backend and is unknown to the database: shown, never deleted by itself. */
const unknownContainerSchema = z.object({
  backend: z.string(),
  id: z.string(),
  account: z.string(),
  name: z.string(),
  image: z.string(),
  state: z.string(),
})
export type UnknownContainer = z.infer<typeof unknownContainerSchema>

export const listUnknownContainers = defineRoute({
  name: 'list-unknown-containers',
  method: 'GET',
  path: '/api/v1/backends/:name/unknown-containers',
  summary: 'Containers with Berth’s labels that the database does not know',
  permission: 'backend:administer',
  params: z.object({ name: z.string().max(64) }),
  status: 200,
  response: z.array(unknownContainerSchema),
  answers: 'json',
  errors: ['not-found', 'backend-unreachable'],
})
