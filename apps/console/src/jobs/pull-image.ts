import { agentDeadlines, BerthError, type LayerProgress } from '@berth/contract'
import { retryDelay } from '@berth/lending'
import { agentError } from '../backends/agent-error.ts'
import type { Backends } from '../backends/backends.ts'
import { endPull, notePull, retryPull } from '../containers/pull-store.ts'
import type { Pool } from 'pg'

export interface PullContext {
  readonly pool: Pool
  readonly backends: Backends
}

/** How often progress is recorded and it is looked whether anybody still waits: milliseconds. */
const tick = 500

/**
 * Pulls an image for all the containers that wait for it on a backend, and has them converged when it is there.
 * Given up when none waits any more; a failure that may pass is tried again, any other is told to all.
 */
export async function pullImage(
  { pool, backends }: PullContext,
  backend: string,
  image: string,
): Promise<void> {
  const controller = new AbortController()
  const progress: { layers: LayerProgress[]; seen: number } = { layers: [], seen: Date.now() }
  const watch = watchPull(pool, backend, image, progress, controller)
  try {
    const { client } = backends.get(backend)
    const events = await client.pullImage({ body: { reference: image }, signal: controller.signal })
    for await (const event of events) {
      progress.seen = Date.now()
      if (event.type === 'progress') progress.layers = event.layers
      if (event.type === 'failed') throw new BerthError(event.problem.code, event.problem.params)
    }
    await endPull(pool, backend, image, null)
  } catch (error) {
    if (controller.signal.aborted && controller.signal.reason === nobodyWaits) return
    await failed(pool, backend, image, agentError(error, backend))
  } finally {
    clearInterval(watch)
  }
}

const nobodyWaits = new BerthError('cancelled')

function watchPull(
  pool: Pool,
  backend: string,
  image: string,
  progress: { layers: LayerProgress[]; seen: number },
  controller: AbortController,
): NodeJS.Timeout {
  let told = ''
  const look = async () => {
    if (Date.now() - progress.seen > agentDeadlines.pullSilence)
      controller.abort(new BerthError('deadline-exceeded'))
    const layers = JSON.stringify(progress.layers)
    const waiting = await notePull(pool, backend, image, layers === told ? null : layers)
    told = layers
    if (!waiting) controller.abort(nobodyWaits)
  }
  // While the database is away nothing can be told; the pull goes on.
  return setInterval(() => void look().catch(() => undefined), tick)
}

async function failed(pool: Pool, backend: string, image: string, error: BerthError): Promise<void> {
  const reason = { code: error.code, params: { ...error.params } }
  await retryPull(pool, backend, image, reason, (attempt) => {
    const delay = retryDelay(error.code, attempt)
    return delay === null ? null : new Date(Date.now() + delay)
  })
}
