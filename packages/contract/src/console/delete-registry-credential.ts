import { z } from 'zod'
import { defineRoute } from '../route.ts'

export const deleteRegistryCredential = defineRoute({
  name: 'delete-registry-credential',
  method: 'DELETE',
  path: '/api/v1/registry-credentials',
  summary: 'Forget the user name and password for a registry',
  permission: 'registry:own',
  query: z.object({ registry: z.string().max(300) }),
  status: 204,
  answers: 'empty',
  errors: ['invalid-input', 'not-found'],
})
