import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { registryCredentialSchema } from '../schemas/registry.ts'

export const listRegistryCredentials = defineRoute({
  name: 'list-registry-credentials',
  method: 'GET',
  path: '/api/v1/registry-credentials',
  summary: 'The registries that one’s own images are pulled from with a password, without the passwords',
  permission: 'registry:own',
  status: 200,
  response: z.array(registryCredentialSchema),
  answers: 'json',
  errors: [],
})
