import { defineRoute } from '../route.ts'
import { containerParams, containerSchema } from '../schemas/container.ts'

export const getContainer = defineRoute({
  name: 'get-container',
  method: 'GET',
  path: '/api/v1/containers/:id',
  summary: 'One container',
  permission: 'container:read',
  params: containerParams,
  status: 200,
  response: containerSchema,
  answers: 'json',
  errors: ['not-found'],
})
