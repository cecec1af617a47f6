import { defineRoute } from '../route.ts'
import { singularityQuery } from '../schemas/singularity.ts'

export const getSingularity = defineRoute({
  name: 'get-singularity',
  method: 'GET',
  path: '/v1/images/singularity',
  summary: 'An image’s SIF file, made before',
  description:
    'Takes one range (`Range: bytes=…`, with `If-Range`), answered with 206 and `Content-Range`. `ETag` and `Repr-Digest` are the SHA-256 of the whole file; `If-None-Match` is answered with 304. Who lives on the agent’s machine may send `X-Sendfile-Type: X-Sendfile`: the answer is the same but for its body, in the place of which `X-Sendfile` says where the file lies.',
  permission: 'agent',
  query: singularityQuery,
  status: 200,
  answers: 'bytes',
  errors: ['capability-missing', 'image-absent', 'not-found', 'range-invalid', 'runtime-unavailable'],
})
