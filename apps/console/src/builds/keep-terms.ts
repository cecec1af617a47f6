import { setTimeout as sleep } from 'node:timers/promises'
import { accountsAffected, type UsableImage } from '@berth/lending'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { inTurns } from '../in-turns.ts'
import type { Backends } from '../backends/backends.ts'
import type { EventHub } from '../events/event-hub.ts'
import type { Lease } from '../jobs/lease.ts'
import { reachingBackends } from '../registries/installation-registry.ts'
import { lyingImages, openBuildEndpoint } from './open-build-endpoint.ts'

interface TermsParts {
  readonly pool: Pool
  readonly log: Logger
  readonly hub: EventHub
  readonly backends: Backends
}

/** Milliseconds between two looks, where nothing says that something changed. */
const pause = 5_000

/**
 * Keeps the terms true on which accounts build, also those of builds that wait and of runners: what is withdrawn is
 * taken from them at once. One replica for all. Ends with the lease.
 */
export async function keepTerms(parts: TermsParts, lease: Lease): Promise<void> {
  const renew = createRenewing(parts)
  let wake = new AbortController()
  let mine = false
  parts.hub.onChange(({ type }) => {
    if (type === 'image') wake.abort()
  })
  parts.hub.onGap(() => wake.abort())
  while (!lease.lost.aborted) {
    wake = new AbortController()
    try {
      mine ||= await lease.tryLock('terms')
      if (mine) await renew()
    } catch (error) {
      parts.log.warn({ err: error }, 'the terms of builds could not be renewed')
    }
    const waited = AbortSignal.any([lease.lost, wake.signal])
    await sleep(pause, undefined, { signal: waited }).catch(() => undefined)
  }
}

interface Endpoint {
  readonly account: string
  readonly backend: string
}

function createRenewing(parts: TermsParts): () => Promise<void> {
  let known: readonly UsableImage[] | undefined
  const due = new Set<string>()
  return async () => {
    const images = await readImages(parts.pool)
    const affected = known === undefined ? 'all' : accountsAffected(known, images)
    if (affected !== 'all' && affected.size === 0 && due.size === 0) return
    const open = await readEndpoints(parts.pool)
    const touched = open.filter(({ account }) => affected === 'all' || affected.has(account))
    for (const endpoint of touched) due.add(keyOf(endpoint))
    known = images
    const now = open.filter((endpoint) => due.has(keyOf(endpoint)))
    due.clear()
    for (const endpoint of await failures(parts, now)) due.add(keyOf(endpoint))
  }
}

const keyOf = ({ account, backend }: Endpoint): string => JSON.stringify([account, backend])

async function readImages(pool: Pool): Promise<UsableImage[]> {
  const { rows } = await pool.query<UsableImage>(
    `select i.id, i.owner, i.shared, i.removing, array(select unnest(i.backends) order by 1)
       || array(select '+' || unnest(${reachingBackends('i')}) order by 1) as places
     from images i`,
  )
  return rows
}

/** Where somebody builds, from the console or by a runner's jobs. */
async function readEndpoints(pool: Pool): Promise<Endpoint[]> {
  const { rows } = await pool.query<Endpoint>(
    `select account, backend from builds where ended_at is null
     union select account, backend from runners where wanted = 'present' and backend is not null`,
  )
  return rows
}

/** Puts new terms in force; answers where that has to be tried again. */
async function failures(
  { pool, backends, log }: TermsParts,
  endpoints: readonly Endpoint[],
): Promise<Endpoint[]> {
  const lying = new Map<string, Promise<string[]>>()
  const failed: Endpoint[] = []
  await inTurns(endpoints, async (endpoint) => {
    try {
      const backend = backends.get(endpoint.backend)
      const images = lying.get(endpoint.backend) ?? lyingImages(backend)
      lying.set(endpoint.backend, images)
      await openBuildEndpoint(pool, backend, endpoint.account, await images)
    } catch (error) {
      log.debug({ err: error, ...endpoint }, 'terms were not renewed')
      failed.push(endpoint)
    }
  })
  return failed
}
