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
  let gathered: Change[] = []
  let timer: NodeJS.Timeout | undefined
  let flushed = -moment
  const resync = () => {
    for (const subscriber of subscribers) subscriber.resync()
  }
  const flush = () => {
    timer = undefined
    flushed = performance.now()
    const changes = gathered
    gathered = []
    deliver(pool, changes, [...subscribers]).catch((error: unknown) => {
      log.warn({ error: error instanceof Error ? error.message : error }, 'changes could not be told')
      resync()
    })
  }
  const gather = (change: Change) => {
    if (subscribers.size === 0) return
    gathered.push(change)
    timer ??= setTimeout(flush, Math.max(0, flushed + moment - performance.now()))
  }
  const stop = notify.listen(
    changesChannel,
    (payload) => {
      const change = readChange(payload)
      if (change === null) return
      for (const listener of listeners) listener(change)
      gather(change)
    },
    () => {
      for (const gap of gaps) gap()
      resync()
    },
  )
  return {
    subscribe(subscriber) {
      subscribers.add(subscriber)
      return () => subscribers.delete(subscriber)
    },
    onChange: (listener) => void listeners.add(listener),
    onGap: (listener) => void gaps.add(listener),
    stir: (containers) => {
      for (const container of containers) gather({ type: 'container', ...container })
    },
    close() {
      clearTimeout(timer)
      stop()
    },
  }
}
