import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { imageBuildSchema } from '../schemas/build.ts'

export const buildImage = defineRoute({
  name: 'build-image',
  method: 'POST',
  path: '/api/v1/images/builds',
  summary: 'Build an image from a Dockerfile and what it needs; answered as soon as the files are there',
  description:
    'The body is the build context: either files, each named by its path in the context (a field `size` before a file says how many bytes it has), or one file in the field `context`, a tar, plain or gzip, or the field `repository`, JSON that names a Git repository: `{"url", "ref", "path", "token"}`, all but `url` optional.',
  permission: 'image:build',
  query: z.object({
    name: z.string().max(300).describe('NAME or NAME:TAG of the image, which will be the account’s own'),
    dockerfile: z.string().max(1_000).optional().describe('Its path in the context; `Dockerfile` without'),
    buildArguments: z
      .string()
      .optional()
      .describe('NAME=TEXT, separated by spaces; quotes keep a text with spaces together'),
    target: z.string().max(128).optional().describe('The stage to stop at'),
    noCache: z.stringbool().optional(),
    pull: z.stringbool().optional().describe('Ask registries for newer base images'),
    backend: z.string().max(64).optional().describe('Where; without, wherever the account’s images are'),
  }),
  accepts: 'multipart',
  status: 202,
  response: imageBuildSchema,
  answers: 'json',
  errors: [
    'invalid-input',
    'builds-unavailable',
    'too-many-builds',
    'backend-unknown',
    'backend-unreachable',
    'build-refused',
    'upload-incomplete',
    'path-invalid',
    'disk-full',
    'repository-invalid',
    'repository-refused',
    'repository-failed',
    'repository-too-large',
    'git-missing',
  ],
})
