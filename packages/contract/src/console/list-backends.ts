import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { backendSchema } from '../schemas/backend.ts'

export const listBackends = defineRoute({
  name: 'list-backends',
  method: 'GET',
  path: '/api/v1/backends',
  summary:
    'Backends: names, kinds and free room; for administrators also whether each is reachable and hardened',
  permission: 'backend:read',
  status: 200,
  response: z.array(backendSchema),
  answers: 'json',
  errors: [],
})
