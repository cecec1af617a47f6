import { defineRoute } from '../route.ts'
import { containerParams, fileList, pathQuery } from '../schemas/container.ts'

export const listFiles = defineRoute({
  name: 'list-files',
  method: 'GET',
  path: '/api/v1/containers/:id/files/list',
  summary: 'What is in a folder',
  permission: 'container:enter',
  params: containerParams,
  query: pathQuery,
  status: 200,
  response: fileList,
  answers: 'json',
  errors: [
    'not-found',
    'path-invalid',
    'path-not-found',
    'container-not-ready',
    'capability-missing',
    'backend-unreachable',
  ],
})
