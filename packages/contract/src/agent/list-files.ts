import { defineRoute } from '../route.ts'
import { containerParams, fileList, pathQuery } from '../schemas/container.ts'

export const listFiles = defineRoute({
  name: 'list-files',
  method: 'GET',
  path: '/v1/containers/:id/files/list',
  summary: 'What is in a folder',
  permission: 'agent',
  params: containerParams,
  query: pathQuery,
  status: 200,
  response: fileList,
  answers: 'json',
  errors: ['not-found', 'path-invalid', 'path-not-found', 'runtime-unavailable', 'runtime-error'],
})
