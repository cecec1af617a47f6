import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Queryable } from '../database/connect.ts'
import { audit } from '../database/schema.ts'

type AuditRecord = Omit<typeof audit.$inferInsert, 'id'> & { readonly time: Date }

/** Where every change and every entry into a container is kept. */
export interface AuditLog {
  /** Queues an entry; returns at once. */
  record(entry: AuditRecord): void
  /** Waits until everything queued is in the database; what is not by the deadline goes to the log. */
  close(deadlineMilliseconds?: number): Promise<void>
}

/** While the database is away entries wait; beyond this many the oldest go to the log instead. */
const mostWaiting = 50_000
const batchSize = 500

/** Writes entries behind the answer, in batches, in order, again and again until the database has them. */
export function createAuditLog(database: Queryable, log: Logger): AuditLog {
  const waiting: AuditRecord[] = []
  let writing: Promise<void> | undefined
  let closed = false
  const write = async () => {
    for (let wait = 100; waiting.length > 0;) {
      const batch = waiting.slice(0, batchSize)
      try {
        await database.insert(audit).values(batch)
        // From the head, unless an overflow took some of it meanwhile.
        const done = new Set(batch)
        while (waiting[0] !== undefined && done.has(waiting[0])) waiting.shift()
        wait = 100
      } catch (error) {
        log.warn({ error: message(error), waiting: waiting.length }, 'audit entries wait for the database')
        if (closed) return
        await sleep(wait, undefined, { ref: false })
        wait = Math.min(wait * 2, 5_000)
      }
    }
  }
  const start = () => {
    writing ??= write().finally(() => {
      writing = undefined
      if (waiting.length > 0 && !closed) void start()
    })
    return writing
  }
  return {
    record(entry) {
      if (waiting.length >= mostWaiting) log.error({ audit: waiting.splice(0, batchSize) }, 'audit overflow')
      waiting.push({ ...entry, target: storable(entry.target), owner: storable(entry.owner) })
      void start()
    },
    async close(deadlineMilliseconds = 5_000) {
      await Promise.race([start(), sleep(deadlineMilliseconds, undefined, { ref: false })])
      closed = true
      if (waiting.length > 0)
        log.error({ audit: waiting.splice(0) }, 'audit entries that the database did not take')
    },
  }
}

/**
 * What a user wrote in a path, as PostgreSQL can keep it: text there has no NUL, and one entry that cannot be
 * written would hold up all behind it.
 */
function storable(text: string | null | undefined): string | null {
  return (
    text
      ?.toWellFormed()
      .replaceAll(/\p{Cc}/gu, '\u{fffd}')
      .slice(0, 300) ?? null
  )
}

const message = (error: unknown) => (error instanceof Error ? error.message : String(error))
