import { sql } from 'drizzle-orm'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from 'pino'
import type { Queryable } from './connect.ts'

/** PostgreSQL's LISTEN and NOTIFY: how replicas tell each other what changed. */
export interface Notifications {
  /**
   * Calls `handler` with every payload of a channel, also with this process's own.
   * `reconnected` is called when something may have been missed. Gives the end of listening.
   */
  listen(channel: string, handler: (payload: string) => void, reconnected?: () => void): () => void
  /** Sends at the end of the transaction. A payload holds at most 7,999 bytes. */
  notify(queryable: Queryable, channel: string, payload: string): Promise<void>
  close(): Promise<void>
}

interface Listener {
  readonly channel: string
  readonly handler: (payload: string) => void
  readonly reconnected: (() => void) | undefined
}

/** One connection that listens for all; it reconnects by itself after 0.1 to 0.5 s: pages are to be true again within 2 s. */
export function createNotifications(url: string, log: Logger): Notifications {
  const listeners = new Set<Listener>()
  const stopping = new AbortController()
  let client: pg.Client | undefined
  const subscribe = async (channel: string) => client?.query(`listen ${pg.escapeIdentifier(channel)}`)
  const dispatch = ({ channel, payload = '' }: pg.Notification) => {
    for (const listener of listeners) if (listener.channel === channel) listener.handler(payload)
  }
  const session = async (first: boolean) => {
    const mine = await open(url)
    const lost = new Promise<void>((resolve) => mine.once('end', resolve))
    mine.on('notification', dispatch)
    client = mine
    for (const channel of new Set([...listeners].map((listener) => listener.channel)))
      await subscribe(channel)
    if (!first) for (const listener of listeners) listener.reconnected?.()
    await lost
  }
  const running = keepRunning(session, stopping.signal, log)
  return {
    listen(channel, handler, reconnected) {
      const listener = { channel, handler, reconnected }
      listeners.add(listener)
      // If the connection is lost meanwhile, the next one subscribes to all.
      subscribe(channel).catch(() => undefined)
      return () => listeners.delete(listener)
    },
    async notify(queryable, channel, payload) {
      await queryable.execute(sql`select pg_notify(${channel}, ${payload})`)
    },
    async close() {
      stopping.abort()
      await client?.end()
      await running
    },
  }
}

async function open(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    application_name: 'berth-listen',
    keepAlive: true,
  })
  // The loss is told by `end`.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

async function keepRunning(
  session: (first: boolean) => Promise<void>,
  stop: AbortSignal,
  log: Logger,
): Promise<void> {
  let wait = 100
  for (let first = true; !stop.aborted; first = false) {
    const since = Date.now()
    try {
      await session(first)
    } catch (error) {
      log.warn({ error: error instanceof Error ? error.message : error }, 'the listening connection failed')
    }
    wait = Date.now() - since > 10_000 ? 100 : Math.min(wait * 2, 500)
    await sleep(wait, undefined, { signal: stop }).catch(() => undefined)
  }
}
