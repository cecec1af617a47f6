import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { containerParams, pathQuery } from '../schemas/container.ts'

export const getFiles = defineRoute({
  name: 'get-files',
  method: 'GET',
  path: '/v1/containers/:id/files',
  summary: 'A file as it is, or a folder as a tar',
  permission: 'agent',
  params: containerParams,
  query: pathQuery.extend({ format: z.enum(['auto', 'tar']).default('auto') }),
  status: 200,
  answers: 'bytes',
  errors: ['not-found', 'path-invalid', 'path-not-found', 'runtime-unavailable', 'runtime-error'],
})
