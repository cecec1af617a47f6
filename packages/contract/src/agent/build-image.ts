import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { buildEventSchema } from '../schemas/build.ts'

export const buildImage = defineRoute({
  name: 'build-image',
  method: 'POST',
  path: '/v1/images/build',
  summary: 'Build an image for an account, on the terms of its open endpoint; closing the connection cancels',
  description:
    'The body is the build context: either files, each named by its path in the context (a field `size` before a file says how many bytes it has), or one file in the field `context`, a tar, plain or gzip, or the field `repository`, JSON that names a Git repository: `{"url", "ref", "path", "token"}`, all but `url` optional.',
  permission: 'agent',
  query: z.object({
    account: z.string().max(64),
    options: z.string().max(65_536).describe('BuildOptions as JSON'),
  }),
  accepts: 'multipart',
  status: 200,
  response: buildEventSchema,
  answers: 'ndjson',
  errors: [
    'capability-missing',
    'not-found',
    'build-refused',
    'too-many-builds',
    'build-failed',
    'upload-incomplete',
    'path-invalid',
    'disk-full',
    'repository-invalid',
    'repository-refused',
    'repository-failed',
    'repository-too-large',
    'git-missing',
    'runtime-unavailable',
    'runtime-error',
  ],
})
