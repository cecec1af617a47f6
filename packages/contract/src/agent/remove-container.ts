import { defineRoute } from '../route.ts'
import { containerParams } from '../schemas/container.ts'

export const removeContainer = defineRoute({
  name: 'remove-container',
  method: 'DELETE',
  path: '/v1/containers/:id',
  summary: 'Remove with its files; an absent one is already removed',
  permission: 'agent',
  params: containerParams,
  status: 204,
  answers: 'empty',
  errors: ['runtime-unavailable', 'runtime-error'],
})
