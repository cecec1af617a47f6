import { defineRoute } from '../route.ts'
import { containerParams, pathQuery, uploadResult } from '../schemas/container.ts'

export const uploadFiles = defineRoute({
  name: 'upload-files',
  method: 'POST',
  path: '/v1/containers/:id/files',
  summary: 'Upload files, as the console got them',
  permission: 'agent',
  params: containerParams,
  query: pathQuery,
  accepts: 'multipart',
  status: 200,
  response: uploadResult,
  answers: 'json',
  errors: [
    'not-found',
    'path-invalid',
    'upload-incomplete',
    'disk-full',
    'deadline-exceeded',
    'runtime-unavailable',
    'runtime-error',
  ],
})
