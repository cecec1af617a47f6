import { defineRoute } from '../route.ts'
import { containerParams, pathQuery, uploadResult } from '../schemas/container.ts'

/**
 * multipart/form-data into the folder `path`, which is made if absent. Each file's `filename` is its path
 * below that folder. A field `size` (decimal bytes) before a file lets it be streamed straight through;
 * without one, and unless it is the last part of a body of known length, the file is spooled on disk first.
 */
export const uploadFiles = defineRoute({
  name: 'upload-files',
  method: 'POST',
  path: '/api/v1/containers/:id/files',
  summary: 'Upload files and folders',
  permission: 'container:enter',
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
    'container-not-ready',
    'unsupported-media-type',
    'capability-missing',
    'backend-unreachable',
  ],
})
