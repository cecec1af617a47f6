import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { runMigrations } from 'graphile-worker'
import { backendWarnings } from './backends/backend-warnings.ts'
import { publicHostName } from './settings/transport.ts'
import { createBuilds } from './builds/builds.ts'
import { keepTerms } from './builds/keep-terms.ts'
import { createBackends, type Backends } from './backends/backends.ts'
import { followAll } from './backends/follow-all.ts'
import type { Context } from './context.ts'
import { createEventHub } from './events/event-hub.ts'
import { createPlaces } from './events/places.ts'
import { cleanUpImages } from './images/clean-up/clean-up-images.ts'
import { cleanUpUntagged } from './images/clean-up/clean-up-untagged.ts'
import { readCleanUpRules } from './images/clean-up/clean-up-rules.ts'
import { createConverge } from './jobs/converge-container.ts'
import { createJobsPool } from './jobs/jobs-pool.ts'
import { createRush } from './jobs/rush.ts'
import { keepLease, type Lease } from './jobs/lease.ts'
import { runJobs } from './jobs/run-jobs.ts'
import { freeLost, sweep } from './jobs/sweep.ts'
import { forgetOtherRegistries } from './registries/installation-registry.ts'
import { keepRunners } from './runners/keep-runners.ts'
import type { RunnerParts } from './runners/reconcile-runners.ts'
import type { LendingParts } from './lending-parts.ts'

/** Lending at work: its parts are for the routes. */
export interface Lending {
  readonly parts: LendingParts
  /** Ends jobs and followers; what is under way is finished by whoever comes next. */
  stop(): Promise<void>
}

const sweeping = 30_000
const freeing = 5_000
const cleaning = 600_000

/**
 * Starts what brings about what is wanted: jobs, the following of backends, and the passing on of changes. The
 * database must be migrated; when it goes away everything begins anew with its return.
 */
export async function startLending(
  context: Context,
  databaseUrl: string,
  instance: string,
): Promise<Lending> {
  const { pool, log, secrets, notify } = context
  const jobsPool = createJobsPool(databaseUrl, log)
  const stopping = new AbortController()
  const backends = createBackends(pool, secrets)
  const hub = createEventHub(pool, notify, log)
  const places = createPlaces(pool, (moved) => hub.stir(moved))
  listen(context, { hub, places, backends })
  await backends.reload()
  const replica = randomUUID()
  const rush = createRush()
  const builds = createBuilds({ pool, log, hub, replica })
  const { registry } = context.settings
  const work = { ...context, pool: jobsPool, durable: pool, backends, instance, registry }
  const converge = createConverge({ ...work, rush, replica })
  const working = { now: false }
  const perform = async (lease: Lease): Promise<void> => {
    await lease.lock(`replica:${replica}`)
    await freeLost(pool)
    await forgetOtherRegistries(pool, registry)
    await backends.reload()
    working.now = true
    await Promise.all([
      runJobs(work, lease, converge),
      followAll(work, lease),
      keepSwept(context, lease),
      keepClean(work, lease),
      keepBuilding({ ...context, backends, hub }, lease),
      lease.ended.then(() => (working.now = false)),
    ])
  }
  const kept = keepLease(databaseUrl, log, stopping.signal, perform)
  contribute(context, backends, working)
  return {
    parts: { backends, places, hub, rush, builds },
    async stop() {
      stopping.abort()
      builds.close()
      await kept
      await jobsPool.end()
      places.close()
      hub.close()
      await backends.close()
    },
  }
}

function listen(
  { log }: Context,
  { hub, places, backends }: Pick<LendingParts, 'hub' | 'places' | 'backends'>,
): void {
  const reload = () =>
    void backends.reload().catch((error: unknown) => log.warn({ err: error }, 'backends not read'))
  hub.onChange((change) => {
    if (change.type === 'container') places.stir()
    if (change.type === 'backend') reload()
  })
  hub.onGap(reload)
}

/** The queue's own tables. Repeating does nothing. */
export const migrateJobs = (databaseUrl: string): Promise<void> =>
  runMigrations({ connectionString: databaseUrl })

async function keepSwept({ pool, log }: Context, lease: Lease): Promise<void> {
  const pause = () => sleep(freeing, true, { signal: lease.lost }).catch(() => false)
  for (let since = 0; await pause(); since += freeing) {
    const due = since % sweeping === 0
    await (due ? sweep(pool) : freeLost(pool)).catch((error: unknown) =>
      log.warn({ err: error }, 'sweep failed'),
    )
  }
}

const keepBuilding = (parts: RunnerParts, lease: Lease): Promise<unknown> =>
  Promise.all([keepRunners(parts, lease), keepTerms(parts, lease)])

async function keepClean(context: Context & { readonly backends: Backends }, lease: Lease): Promise<void> {
  while (await sleep(cleaning, true, { signal: lease.lost }).catch(() => false))
    await cleanUp(context).catch((error: unknown) =>
      context.log.warn({ err: error }, 'images were not cleaned up'),
    )
}

async function cleanUp(context: Context & { readonly backends: Backends }): Promise<void> {
  await cleanUpImages(context)
  await cleanUpUntagged(context, await readCleanUpRules(context.pool))
}

function contribute(
  context: Context,
  backends: LendingParts['backends'],
  working: { readonly now: boolean },
): void {
  context.warnings.add(() =>
    backendWarnings(
      backends.all().map(({ row }) => row),
      publicHostName(context.settings),
    ),
  )
  context.readiness.add(() => ({ name: 'jobs', ready: working.now }))
  context.readiness.add(() => {
    const up = backends.all().some(({ row }) => row.reachable && row.info?.runtimeReachable === true)
    return { name: 'backends', ready: up, ...(up ? {} : { detail: 'none is reachable' }) }
  })
}
