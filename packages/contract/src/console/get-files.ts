import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { containerParams, pathQuery } from '../schemas/container.ts'

/** A file comes as it is, a folder as a tar; `format=tar` asks for the tar of a file too. */
export const getFiles = defineRoute({
  name: 'get-files',
  method: 'GET',
  path: '/api/v1/containers/:id/files',
  summary: 'Download a file or a folder',
  permission: 'container:enter',
  params: containerParams,
  query: pathQuery.extend({ format: z.enum(['auto', 'tar']).default('auto') }),
  status: 200,
  answers: 'bytes',
  errors: [
    'not-found',
    'path-invalid',
    'path-not-found',
    'container-not-ready',
    'capability-missing',
    'backend-unreachable',
  ],
})
