import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Notifications } from '../database/notify.ts'
import { changesChannel, readChange, type Change } from './change.ts'
import { deliver, type Subscriber } from './deliver.ts'

/** Passes what replicas tell each other on to those who may see it. */
export interface EventHub {
  subscribe(subscriber: Subscriber): () => void
  /** Calls back for each change, at once. */
  onChange(listener: (change: Change) => void): void
  /** Calls back when changes may have been missed. */
  onGap(listener: () => void): void
  /** Says here alone that containers are to be told anew. */
  stir(containers: readonly { id: string; account: string }[]): void
  close(): void
}

/** Milliseconds from one delivery to the next: a single change goes at once, many go together. */
const moment = 25

/** Listens for as long as the process lives; what is told within a moment is fetched and passed on together. */
export function createEventHub(pool: Pool, notify: Notifications, log: Logger): EventHub {
  const subscribers = new Set<Subscriber>()
  const listeners = new Set<(change: Change) => void>()
  const gaps = new Set<() => void>()
  const resync = () => {
    for (const subscriber of subscribers) subscriber.resync()
  }
  const gatherer = createGatherer((changes) => {
    deliver(pool, changes, [...subscribers]).catch((error: unknown) => {
      log.warn({ error: error instanceof Error ? error.message : error }, 'changes could not be told')
      resync()
    })
  })
  const take = (payload: string) => {
    const change = readChange(payload)
    if (change === null) return
    for (const listener of listeners) listener(change)
    if (subscribers.size > 0) gatherer.add(change)
  }
  const stop = notify.listen(changesChannel, take, () => {
    for (const gap of gaps) gap()
    resync()
  })
  return {
    subscribe(subscriber) {
      subscribers.add(subscriber)
      return () => subscribers.delete(subscriber)
    },
    onChange: (listener) => void listeners.add(listener),
    onGap: (listener) => void gaps.add(listener),
    stir: (containers) => {
      for (const container of containers) gatherer.add({ type: 'container', ...container })
    },
    close() {
      gatherer.close()
      stop()
    },
  }
}

function createGatherer(flush: (changes: Change[]) => void): { add(change: Change): void; close(): void } {
  const gathered: Change[] = []
  let flushedAt = -moment
  let timer: NodeJS.Timeout | undefined
  const run = () => {
    timer = undefined
    flushedAt = performance.now()
    flush(gathered.splice(0))
  }
  return {
    add(change) {
      gathered.push(change)
      timer ??= setTimeout(run, Math.max(0, flushedAt + moment - performance.now()))
    },
    close() {
      clearTimeout(timer)
      gathered.length = 0
    },
  }
}
