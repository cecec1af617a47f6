import { agentDeadlines, BerthError, type LayerProgress } from '@berth/contract'
import { retryDelay } from '@berth/lending'
import { agentError } from '../backends/agent-error.ts'
import { endPull, notePull, retryPull, type Pull } from '../containers/pull-store.ts'
import { pullByRight, type PullBody, type PullContext } from '../registries/pull-by-right.ts'
import type { Pool } from 'pg'

/** How often progress is recorded and it is looked whether anybody still waits: milliseconds. */
const tick = 500

/** How far a pull is, and when its agent last said so. */
interface Seen {
  layers: LayerProgress[]
  at: number
}

/**
 * Pulls an image for all the containers that wait for it on a backend, and has them converged when it is there.
 * Given up when none waits any more; a failure that may pass is tried again, any other is told to all.
 */
export async function pullImage(context: PullContext, pull: Pull): Promise<void> {
  const controller = new AbortController()
  const seen: Seen = { layers: [], at: Date.now() }
  const watch = watchPull(context.pool, pull, seen, controller)
  try {
    const proved = await pullByRight(context, pull, (body) =>
      ask(context, pull, body, seen, controller.signal),
    )
    await endPull(context.pool, pull, { proved })
  } catch (error) {
    if (controller.signal.aborted && controller.signal.reason === nobodyWaits) return
    await failed(context.pool, pull, agentError(error, pull.backend))
  } finally {
    clearInterval(watch)
  }
}

async function ask(
  { backends }: PullContext,
  { backend }: Pull,
  body: PullBody,
  seen: Seen,
  signal: AbortSignal,
): Promise<void> {
  const events = await backends.get(backend).client.pullImage({ body, signal })
  for await (const event of events) {
    seen.at = Date.now()
    if (event.type === 'progress') seen.layers = event.layers
    if (event.type === 'failed') throw new BerthError(event.problem.code, event.problem.params)
  }
}

const nobodyWaits = new BerthError('cancelled')

function watchPull(pool: Pool, pull: Pull, seen: Seen, controller: AbortController): NodeJS.Timeout {
  let told = ''
  const look = async () => {
    if (Date.now() - seen.at > agentDeadlines.pullSilence)
      controller.abort(new BerthError('deadline-exceeded'))
    const layers = JSON.stringify(seen.layers)
    const waiting = await notePull(pool, pull, layers === told ? null : layers)
    told = layers
    if (!waiting) controller.abort(nobodyWaits)
  }
  // While the database is away nothing can be told; the pull goes on.
  return setInterval(() => void look().catch(() => undefined), tick)
}

async function failed(pool: Pool, pull: Pull, error: BerthError): Promise<void> {
  const reason = { code: error.code, params: { ...error.params } }
  await retryPull(pool, pull, reason, (attempt) => {
    const delay = retryDelay(error.code, attempt)
    return delay === null ? null : new Date(Date.now() + delay)
  })
}
