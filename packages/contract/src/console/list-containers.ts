import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { containerSchema } from '../schemas/container.ts'

/**
 * One's own containers, newest first. `scope=all` (administrators): everybody's, `limit` at a time;
 * the next page is the `Link` header's `rel="next"`, as in GitLab's keyset pagination.
 */
export const listContainers = defineRoute({
  name: 'list-containers',
  method: 'GET',
  path: '/api/v1/containers',
  summary: 'List containers',
  permission: 'container:create',
  query: z.object({
    scope: z.enum(['mine', 'all']).default('mine'),
    account: z.string().max(64).optional(),
    state: z.string().max(20).optional(),
    search: z.string().max(100).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(200),
    after: z.string().max(200).optional(),
  }),
  status: 200,
  response: z.array(containerSchema),
  answers: 'json',
  errors: ['forbidden'],
})
