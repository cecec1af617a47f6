import { agentDeadlines, BerthError, type LayerProgress } from '@berth/contract'
import { isOwnReference, placeOf, retryDelay } from '@berth/lending'
import { agentError } from '../backends/agent-error.ts'
import type { Backends } from '../backends/backends.ts'
import { endPull, notePull, retryPull, type Pull } from '../containers/pull-store.ts'
import { findStored, loginOf, type InstallationRegistry } from '../registries/installation-registry.ts'
import { openLogins } from '../registries/credential-store.ts'
import { mustProve, notePrivate } from '../registries/private-repositories.ts'
import type { Secrets } from '../secrets/secrets.ts'
import type { Pool } from 'pg'

export interface PullContext {
  readonly pool: Pool
  /** For what must not be lost even with PostgreSQL's machine: that an image is private. */
  readonly durable: Pool
  readonly backends: Backends
  readonly secrets: Secrets
  readonly registry: InstallationRegistry | null
}

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
    const proved = await pullBy(context, pull, (body) => ask(context, pull, body, seen, controller.signal))
    await endPull(context.pool, pull, { proved })
  } catch (error) {
    if (controller.signal.aborted && controller.signal.reason === nobodyWaits) return
    await failed(context.pool, pull, agentError(error, pull.backend))
  } finally {
    clearInterval(watch)
  }
}

type Body = Parameters<ReturnType<Backends['get']>['client']['pullImage']>[0]['body']

/**
 * Without a login first, then with the account's own. Answers whether the registry itself was asked. What is known
 * as private is asked for anew, whatever lies there: docs/decisions/0015.
 */
async function pullBy(
  context: PullContext,
  { backend, image, account }: Pull,
  run: (body: Body) => Promise<void>,
): Promise<boolean> {
  const plain = { reference: image }
  const { row } = context.backends.get(backend)
  if (isOwnReference(image) && row.info?.capabilities.pullSecrets !== true) {
    await run({ ...plain, ...(await wayTo(context, image)) })
    return false
  }
  if (account === '' || row.info?.capabilities.pullSecrets === true) {
    await run(plain)
    return false
  }
  const [login] = await openLogins(context, account, placeOf(image).registry)
  if (!(await mustProve(context.pool, image, false))) {
    try {
      await run(plain)
      return false
    } catch (error) {
      if (login === undefined || !mayBePrivate(error)) throw error
    }
    await notePrivate(context.durable, image, false)
  }
  await run({ ...plain, login, always: true })
  return true
}

/** How an image of Berth's own is got: not at all, unless it lies in the installation's registry. */
async function wayTo({ pool, registry }: PullContext, image: string): Promise<Partial<Body>> {
  const stored = await findStored(pool, image)
  return stored === undefined || registry === null ? {} : { from: stored.from, login: loginOf(registry) }
}

/** Registries say of what is private that it is not there; Docker Hub also refuses those who pull too often unnamed. */
const mayBePrivate = (error: unknown): boolean =>
  error instanceof BerthError && (error.code === 'image-not-found' || error.code === 'pull-failed')

async function ask(
  { backends }: PullContext,
  { backend }: Pull,
  body: Body,
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
