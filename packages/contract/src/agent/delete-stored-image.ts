import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { registryLoginSchema } from '../schemas/registry.ts'

export const deleteStoredImage = defineRoute({
  name: 'delete-stored-image',
  method: 'POST',
  path: '/v1/images/delete-stored',
  summary: 'Have a registry delete an image that was put there; an absent one is already deleted',
  permission: 'agent',
  body: z.object({
    from: z.string().describe('REGISTRY/REPOSITORY@DIGEST'),
    login: registryLoginSchema,
  }),
  status: 200,
  response: z.object({ deleted: z.boolean().describe('False: the registry deletes nothing for this login') }),
  answers: 'json',
  errors: ['capability-missing', 'registry-unreachable'],
})
