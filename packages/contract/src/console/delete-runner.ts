import { defineRoute } from '../route.ts'

export const deleteRunner = defineRoute({
  name: 'delete-runner',
  method: 'DELETE',
  path: '/api/v1/runner',
  summary: 'End the account’s GitLab Runner, take it back from GitLab, and forget its token',
  permission: 'runner:own',
  status: 204,
  answers: 'empty',
  errors: [],
})
