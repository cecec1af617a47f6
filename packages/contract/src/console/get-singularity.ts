import { defineRoute } from '../route.ts'
import { imageParams } from '../schemas/image.ts'
import { singularityOptions } from '../schemas/singularity.ts'

export const getSingularity = defineRoute({
  name: 'get-singularity',
  method: 'GET',
  path: '/api/v1/images/:id/singularity',
  summary: 'The image as a SIF file, for Singularity or Apptainer',
  description:
    'Where the file is not there yet, its making begins and the answer is 202 with the state as JSON (`queued` or `progress`, as `export-singularity` tells it): ask again after `Retry-After` seconds. Takes one range (`Range: bytes=…`, with `If-Range`), answered with 206. `ETag` and `Repr-Digest` are the SHA-256 of the whole file; `If-None-Match` is answered with 304.',
  permission: 'image:read',
  params: imageParams,
  query: singularityOptions,
  status: 200,
  answers: 'bytes',
  errors: [
    'not-found',
    'too-many-conversions',
    'singularity-unavailable',
    'backend-unreachable',
    'singularity-failed',
    'disk-full',
    'range-invalid',
  ],
})
