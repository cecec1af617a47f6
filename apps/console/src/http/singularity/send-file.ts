import type { Readable } from 'node:stream'
import { agentRoutes, BerthError, type SingularityEvent } from '@berth/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ConnectedBackend } from '../../backends/backends.ts'
import type { Wish } from '../../singularity/wish.ts'
import { singularityBackend } from '../../singularity/singularity-backend.ts'
import { passOn, untilGone } from '../containers/pass-on.ts'
import type { SingularityParts, WantedImage } from './wanted-image.ts'

const asked = ['range', 'if-range', 'if-none-match'] as const
const kept = [
  'accept-ranges',
  'content-disposition',
  'content-length',
  'content-range',
  'etag',
  'repr-digest',
] as const
/** Seconds. */
const retryAfter = 2

/** The finished file, streamed from its agent; or 202 while it is made, which this begins. */
export async function sendFile(
  { backends, conversions }: SingularityParts,
  image: WantedImage,
  wish: Wish,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): Promise<Readable | undefined> {
  const state = conversions.state(wish)
  if (state !== undefined) {
    notYet(reply, state)
    return undefined
  }
  const backend = singularityBackend(backends, image.backends)
  const file = await finished(backend, wish, request, reply)
  if (file === undefined) notYet(reply, conversions.begin(wish, backend))
  return file
}

function notYet(reply: FastifyReply, state: SingularityEvent): void {
  if (state.type === 'failed') throw new BerthError(state.problem.code, state.problem.params)
  void reply.code(202).type('application/json').header('retry-after', retryAfter).send(JSON.stringify(state))
}

/** Undefined where the agent does not have the file, or not yet the image. */
async function finished(
  backend: ConnectedBackend,
  { reference, compression, pull }: Wish,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Readable | undefined> {
  const headers = Object.fromEntries(
    asked.flatMap((name) => {
      const value = request.headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
  const target = { query: { reference, compression } }
  const options = { signal: untilGone(reply), headers }
  try {
    const answer = await passOn(backend, agentRoutes.getSingularity, target, options)
    for (const name of kept)
      if (answer.headers[name] !== undefined) void reply.header(name, answer.headers[name])
    void reply.code(answer.statusCode)
    return answer.body
  } catch (error) {
    const code = error instanceof BerthError ? error.code : undefined
    if (code === 'not-found' || (pull && code === 'image-absent')) return undefined
    throw error
  }
}
