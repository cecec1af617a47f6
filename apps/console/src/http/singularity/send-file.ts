import type { Readable } from 'node:stream'
import { agentRoutes, BerthError, type Route, type SingularityEvent } from '@berth/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import type { ConnectedBackend } from '../../backends/backends.ts'
import { mustProve } from '../../registries/private-repositories.ts'
import { mustPull, singularityQueryOf, type Wish } from '../../singularity/wish.ts'
import { singularityBackend } from '../../singularity/singularity-backend.ts'
import { auditRequest } from '../audit-request.ts'
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

/**
 * The finished file, streamed from its agent or, where that is on this machine, from its disk; or 202 while it is made,
 * which this begins: that is audited as by the route `begins`.
 */
export async function sendFile(
  context: Context,
  { backends, conversions, proofs }: SingularityParts,
  { image, wish, begins }: { readonly image: WantedImage; readonly wish: Wish; readonly begins: Route },
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): Promise<Readable | undefined> {
  request.auditTarget(image.target)
  const state = conversions.state(wish)
  if (state !== undefined) {
    notYet(reply, state)
    return undefined
  }
  const backend = singularityBackend(backends, image.places)
  const answer = await finished(backend, wish, request, reply)
  const { account, reference } = wish
  // Asked when the file is at hand: whatever is private by then was noted before it could be in the file.
  const unproved =
    wish.places === null &&
    !proofs.holds(account, reference) &&
    (await mustProve(context.pool, reference, false))
  if (answer === undefined || unproved) {
    answer?.body.destroy()
    const { latest, begun } = conversions.begin(wish, backend)
    if (begun) auditRequest(context, begins, request, 'ok')
    notYet(reply, latest)
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
  wish: Wish,
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
      { query: singularityQueryOf(wish, backend.row.name) },
      { signal, headers: { ...headers, ...more } },
    )
  try {
    const local = isLocal(backend) ? await readLocally(await ask(sendfileHeader)) : undefined
    return local ?? (await ask({}))
  } catch (error) {
    const code = error instanceof BerthError ? error.code : undefined
    const pulls = mustPull(wish, backend.row.name)
    if (code === 'not-found' || (pulls && code === 'image-absent')) return undefined
    throw error
  }
}
