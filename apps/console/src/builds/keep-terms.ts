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

/** A look at what changed, whose work at one backend waits for no other: an agent may not answer for long. */
function createRenewing(parts: TermsParts): () => Promise<void> {
  let known: readonly UsableImage[] | undefined
  const due = new Map<string, Set<string>>()
  const busy = new Set<string>()
  const add = (backend: string, account: string) =>
    due.set(backend, (due.get(backend) ?? new Set()).add(account))
  const work = async (name: string): Promise<void> => {
    for (let accounts = due.get(name); accounts !== undefined; accounts = due.get(name)) {
      due.delete(name)
      const failed = await failuresAt(parts, name, [...accounts])
      for (const account of failed) add(name, account)
      // Tried again at the next look.
      if (failed.length > 0) return
    }
  }
  return async () => {
    const images = await readImages(parts.pool)
    const affected = known === undefined ? 'all' : accountsAffected(known, images)
    if (affected === 'all' || affected.size > 0)
      for (const { account, backend } of await readEndpoints(parts.pool))
        if (affected === 'all' || affected.has(account)) add(backend, account)
    known = images
    for (const name of due.keys()) {
      if (busy.has(name)) continue
      busy.add(name)
      void work(name).finally(() => busy.delete(name))
    }
  }
}

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

/** Puts new terms in force at a backend; answers for whom that has to be tried again. Never throws. */
async function failuresAt(
  { pool, backends, log }: TermsParts,
  name: string,
  accounts: readonly string[],
): Promise<readonly string[]> {
  const backend = backends.all().find(({ row }) => row.name === name)
  if (backend === undefined) return []
  const failed: string[] = []
  try {
    const lying = await lyingImages(backend)
    await inTurns(accounts, async (account) => {
      await openBuildEndpoint(pool, backend, account, lying).catch((error: unknown) => {
        log.debug({ err: error, backend: name, account }, 'terms were not renewed')
        failed.push(account)
      })
    })
    return failed
  } catch (error) {
    log.debug({ err: error, backend: name }, 'terms were not renewed')
    return accounts
  }
}
