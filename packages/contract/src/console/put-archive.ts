import { defineRoute } from '../route.ts'
import { containerParams, pathQuery, uploadResult } from '../schemas/container.ts'

export const putArchive = defineRoute({
  name: 'put-archive',
  method: 'PUT',
  path: '/api/v1/containers/:id/files',
  summary: 'Unpack a tar (application/x-tar) into a folder',
  permission: 'container:enter',
  params: containerParams,
  query: pathQuery,
  accepts: 'tar',
  status: 200,
  response: uploadResult,
  answers: 'json',
  errors: [
    'not-found',
    'path-invalid',
    'archive-invalid',
    'upload-incomplete',
    'disk-full',
    'container-not-ready',
    'unsupported-media-type',
    'capability-missing',
    'backend-unreachable',
  ],
})
