import { defineRoute } from '../route.ts'
import { containerParams, containerSchema } from '../schemas/container.ts'

export const deleteContainer = defineRoute({
  name: 'delete-container',
  method: 'DELETE',
  path: '/api/v1/containers/:id',
  summary: 'Give a container back: it and its files are removed',
  permission: 'container:operate',
  params: containerParams,
  status: 202,
  response: containerSchema,
  answers: 'json',
  errors: ['not-found'],
})
