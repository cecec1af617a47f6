import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { registryCredentialSchema } from '../schemas/registry.ts'

export const setRegistryCredential = defineRoute({
  name: 'set-registry-credential',
  method: 'PUT',
  path: '/api/v1/registry-credentials',
  summary:
    'Keep a user name and password for a registry, in the place of earlier ones; used for one’s own pulls alone',
  permission: 'registry:own',
  body: z.object({
    registry: z.string().max(300).describe('HOST or HOST:PORT, also as an address'),
    // HTTP's basic authentication ends the name at the first colon.
    user: z
      .string()
      .trim()
      .min(1)
      .max(255)
      .regex(/^[^:\p{Cc}]+$/u),
    password: z
      .string()
      .min(1)
      .max(8_192)
      .regex(/^\P{Cc}+$/u)
      .describe('A password or an access token'),
  }),
  status: 200,
  response: registryCredentialSchema,
  answers: 'json',
  errors: ['invalid-input', 'registries-exceeded'],
})
