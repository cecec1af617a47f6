import { setTimeout as sleep } from 'node:timers/promises'
import { BerthError } from '@berth/contract'
import type { Logger } from 'pino'
import type { InstallationRegistry } from '../registries/installation-registry.ts'
import type { Lease } from '../jobs/lease.ts'
import { agentError } from './agent-error.ts'
import { attachLog } from './attach-log.ts'
import { recordStatus } from './backend-row.ts'
import type { Backends, ConnectedBackend } from './backends.ts'
import { giveLogin, type LoginGiver } from '../registries/give-login.ts'
import { createObservations } from './observations.ts'
import { createEventTaker } from './take-event.ts'

export interface FollowContext extends LoginGiver {
  readonly backends: Backends
  readonly log: Logger
  /** The value of the label `berth.instance`. */
  readonly instance: string
  /** Where images are kept for all backends. */
  readonly registry: InstallationRegistry | null
}

/** Milliseconds. Heartbeats come every 10 s. */
const silence = 25_000
const longestPause = 1_000

/**
 * Follows a backend's events for as long as the lease lasts, if no other replica does: records how it is and what its
 * containers do, and compares everything when the connection or the runtime came back, and now and then.
 */
export async function followBackend(
  context: FollowContext,
  lease: Lease,
  name: string,
  stop: AbortSignal,
): Promise<void> {
  const signal = AbortSignal.any([lease.lost, stop])
  const pause = (milliseconds: number) => sleep(milliseconds, undefined, { signal }).catch(() => undefined)
  const ended = () => signal.aborted
  const lock = `follow:${name}`
  while (!ended() && !(await lease.tryLock(lock))) await pause(1_000)
  for (let wait = 50; !ended(); wait = Math.min(wait * 2, longestPause)) {
    const since = Date.now()
    const error = await session(context, context.backends.get(name), signal).catch((thrown: unknown) =>
      agentError(thrown, name),
    )
    if (!ended()) await recordLoss(context, name, error)
    if (Date.now() - since > 5_000) wait = 50
    await pause(wait)
  }
  if (!lease.lost.aborted) await lease.unlock(lock)
}

async function recordLoss(context: FollowContext, name: string, error: BerthError): Promise<void> {
  const { row } = context.backends.get(name)
  const cause = error.cause instanceof Error ? error.cause.message : error.message
  if (!row.reachable && row.error === cause) return
  context.log.warn({ backend: name, error: cause }, 'a backend is unreachable')
  await recordStatus(context.pool, name, { reachable: false, error: cause }, true)
}

async function session(
  context: FollowContext,
  backend: ConnectedBackend,
  stop: AbortSignal,
): Promise<BerthError> {
  const { pool, log } = context
  const { name } = backend.row
  const dead = new AbortController()
  const watchdog = setTimeout(
    () => dead.abort(new BerthError('backend-unreachable', { backend: name })),
    silence,
  )
  const signal = AbortSignal.any([dead.signal, stop])
  const fail = (error: unknown) => dead.abort(error)
  const observations = createObservations(
    pool,
    (id) => void attachLog(pool, backend, id).catch(() => undefined),
    fail,
  )
  const taker = createEventTaker({
    ...context,
    stores: context.registry !== null,
    backend,
    observations,
    fail,
    giveLogin: (wanted) =>
      void giveLogin(context, backend, wanted).catch((error: unknown) =>
        log.warn({ backend: name, err: error }, 'a build was given no login'),
      ),
  })
  try {
    const since = backend.row.eventsSince ?? undefined
    const events = await backend.client.streamEvents({ query: { since }, signal })
    for await (const event of events) {
      watchdog.refresh()
      await taker.take(event)
    }
    return new BerthError('backend-unreachable', { backend: name })
  } catch (error) {
    if (dead.signal.aborted && !stop.aborted) log.debug({ backend: name }, 'a backend fell silent')
    throw error
  } finally {
    clearTimeout(watchdog)
    taker.close()
    observations.close()
  }
}
