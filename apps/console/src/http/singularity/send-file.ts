import type { Readable } from 'node:stream'
import { agentRoutes, BerthError, type SingularityEvent } from '@berth/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import type { ConnectedBackend } from '../../backends/backends.ts'
import { mustProve } from '../../registries/private-repositories.ts'
import type { Wish } from '../../singularity/wish.ts'
import { singularityBackend } from '../../singularity/singularity-backend.ts'
import { passOn, untilGone, type PassedAnswer } from '../containers/pass-on.ts'
import { isLocal, readLocally, sendfileHeader } from './local-file.ts'
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

/** The finished file, streamed from its agent or, where that is on this machine, from its disk; or 202 while it is made, which this begins. */
export async function sendFile(
  { pool }: Context,
  { backends, conversions, proofs }: SingularityParts,
  { image, wish }: { readonly image: WantedImage; readonly wish: Wish },
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): Promise<Readable | undefined> {
  const state = conversions.state(wish)
  if (state !== undefined) {
    notYet(reply, state)
    return undefined
  }
  const backend = singularityBackend(backends, image.backends)
  const answer = await finished(backend, wish, request, reply)
  const { account, reference, pull } = wish
  // Asked when the file is at hand: whatever is private by then was noted before it could be in the file.
  const unproved = pull && !proofs.holds(account, reference) && (await mustProve(pool, reference, false))
  if (answer === undefined || unproved) {
    answer?.body.destroy()
    notYet(reply, conversions.begin(wish, backend))
    return undefined
  }
  for (const name of kept)
    if (answer.headers[name] !== undefined) void reply.header(name, answer.headers[name])
  void reply.code(answer.statusCode)
  return answer.body
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
): Promise<PassedAnswer | undefined> {
  const headers = Object.fromEntries(
    asked.flatMap((name) => {
      const value = request.headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
  const signal = untilGone(reply)
  const ask = (more: Readonly<Record<string, string>>): Promise<PassedAnswer> =>
    passOn(
      backend,
      agentRoutes.getSingularity,
      { query: { reference, compression } },
      { signal, headers: { ...headers, ...more } },
    )
  try {
    const local = isLocal(backend) ? await readLocally(await ask(sendfileHeader)) : undefined
    return local ?? (await ask({}))
  } catch (error) {
    const code = error instanceof BerthError ? error.code : undefined
    if (code === 'not-found' || (pull && code === 'image-absent')) return undefined
    throw error
  }
}
