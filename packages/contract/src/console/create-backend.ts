import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { backendName, backendSchema } from '../schemas/backend.ts'

/** `url`: https://host:port, or unix:/path. `ca`: PEM of who signed the agent's certificate, where not a public one. */
export const createBackend = defineRoute({
  name: 'create-backend',
  method: 'POST',
  path: '/api/v1/backends',
  summary: 'Connect a backend’s agent',
  permission: 'backend:administer',
  body: z.object({
    name: backendName,
    url: z.string().max(2_048),
    token: z.string().min(16).max(512),
    ca: z.string().max(65_536).optional(),
    allowUnhardened: z.boolean().default(false),
  }),
  status: 201,
  response: backendSchema,
  answers: 'json',
  errors: ['invalid-input', 'backend-exists'],
})
