import { defineRoute } from '../route.ts'
import { containerParams, fileList, listQuery } from '../schemas/container.ts'

export const listFiles = defineRoute({
  name: 'list-files',
  method: 'GET',
  path: '/v1/containers/:id/files/list',
  summary: 'What is in a folder; without a path, in the one that the container works in',
  permission: 'agent',
  params: containerParams,
  query: listQuery,
  status: 200,
  response: fileList,
  answers: 'json',
  errors: ['not-found', 'path-invalid', 'path-not-found', 'runtime-unavailable', 'runtime-error'],
})
