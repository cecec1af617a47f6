import type { Notifications } from '../database/notify.ts'
import type { Queryable } from '../database/connect.ts'
import type { Caller } from './caller.ts'

const channel = 'berth_session_ended'

/** Which of an account's sessions and tokens ended; neither `hash` nor `token`: all of them, but for `except`. */
export interface Ended {
  readonly account: string
  /** Hexadecimal hash of one session. */
  readonly hash?: string
  readonly token?: string
  /** The session that stays. */
  readonly except?: string
}

/** Answers that outlast their request's check (terminals, events, logs): they end with the session they began with. */
export interface OpenStreams {
  /** `end` is called if the caller's session or token ends; gives what to call when the stream is over. */
  add(caller: Caller, end: () => void): () => void
  /** Tells all replicas, at the end of the transaction. */
  announce(queryable: Queryable, ended: Ended): Promise<void>
}

/** Listens for ended sessions on all replicas. */
export function createOpenStreams(notify: Notifications): OpenStreams {
  const open = new Map<() => void, Caller>()
  notify.listen(channel, (payload) => {
    const ended = JSON.parse(payload) as Ended
    for (const [end, caller] of open) if (concerns(ended, caller)) end()
  })
  return {
    add(caller, end) {
      const entry = () => end()
      open.set(entry, caller)
      return () => open.delete(entry)
    },
    announce: (queryable, ended) => notify.notify(queryable, channel, JSON.stringify(ended)),
  }
}

/** Whether a caller's session or token is among those that ended. */
export function concerns(ended: Ended, caller: Caller): boolean {
  if (ended.account !== caller.account) return false
  if (caller.by.kind === 'token') return ended.token === caller.by.id || isEverything(ended)
  const hash = caller.by.hash.toString('hex')
  return ended.hash === hash || (isEverything(ended) && ended.except !== hash)
}

const isEverything = (ended: Ended) => ended.hash === undefined && ended.token === undefined
