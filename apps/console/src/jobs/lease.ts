import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from 'pino'

/**
 * A connection to PostgreSQL whose locks say what this replica is at. They end with the connection, that is with the
 * process: whoever then finds them free takes over.
 */
export interface Lease {
  /** Waits for the lock. */
  lock(name: string): Promise<void>
  tryLock(name: string): Promise<boolean>
  unlock(name: string): Promise<void>
  /** Aborted when the connection is lost, and the locks with it. */
  readonly lost: AbortSignal
  /** Resolves then. */
  readonly ended: Promise<void>
}

/** Any number: keeps these locks apart from others in the database. */
const lockClass = 0x6265_7272

/**
 * SQL: whether nobody holds the lock of a name (`name` is SQL). pg_locks shows the second key as an unsigned number.
 * https://www.postgresql.org/docs/current/view-pg-locks.html
 */
export const unheld = (name: string): string => `not exists (select from pg_locks where locktype = 'advisory'
  and classid = ${lockClass} and objid::bigint = (hashtext(${name})::bigint & 4294967295) and granted)`

/** Milliseconds. */
const longestPause = 500
const grace = 1_000

/**
 * Keeps a lease for as long as the process lives: `work` is begun anew with each connection, and is to end soon after
 * `lease.lost` is aborted; after a second it is no longer waited for.
 */
export async function keepLease(
  url: string,
  log: Logger,
  stop: AbortSignal,
  work: (lease: Lease) => Promise<void>,
): Promise<void> {
  for (let pause = 50; !stop.aborted; pause = Math.min(pause * 2, longestPause)) {
    const since = Date.now()
    await holdLease(url, stop, work).catch((error: unknown) => {
      log.warn({ error: error instanceof Error ? error.message : error }, 'jobs wait for the database')
    })
    if (Date.now() - since > 5_000) pause = 50
    await sleep(pause, undefined, { signal: stop }).catch(() => undefined)
  }
}

async function holdLease(
  url: string,
  stop: AbortSignal,
  work: (lease: Lease) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 2_000,
    query_timeout: 10_000,
    application_name: 'berth-lease',
    keepAlive: true,
  })
  const lost = new AbortController()
  client.on('error', () => lost.abort())
  client.on('end', () => lost.abort())
  await client.connect()
  try {
    const lease = leaseOf(client, AbortSignal.any([lost.signal, stop]))
    // What hangs on a connection that is gone must not keep the next from being used.
    const patience = lease.ended.then(() => sleep(grace))
    await Promise.race([work(lease), patience])
  } finally {
    await client.end().catch(() => undefined)
  }
}

function leaseOf(client: pg.Client, lost: AbortSignal): Lease {
  const ask = async (call: string, name: string) => {
    const text = `select ${call}(${lockClass}, hashtext($1)) as held`
    const { rows } = await client.query<{ held: unknown }>(text, [name])
    return rows[0]?.held === true
  }
  return {
    lost,
    ended: aborted(lost),
    lock: async (name) => {
      await ask('pg_advisory_lock', name)
    },
    tryLock: (name) => ask('pg_try_advisory_lock', name),
    unlock: async (name) => {
      await ask('pg_advisory_unlock', name)
    },
  }
}

/** Resolves when a signal is aborted. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
