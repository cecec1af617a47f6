import { randomUUID } from 'node:crypto'
import { BerthError } from '@berth/contract'
import type { TerminalStream } from '../port.ts'
import { createTerminalSession, type TerminalSession } from './terminal-session.ts'

/** Terminals that one container may have at a time, connected or waiting to be. */
const maxPerContainer = 16

export interface TerminalSessions {
  /**
   * Opens a terminal of a container. With 16 there, the oldest without a connection is ended for it;
   * with all of them in use: `rate-limited`.
   */
  open(container: string, start: () => Promise<TerminalStream>): Promise<TerminalSession>
  /** A terminal that is still there; `terminal-session-unknown` if ended, or another container's. */
  find(container: string, id: string): TerminalSession
  /** Ends all of them. */
  close(): void
}

/** Keeps the terminals of every container, each for `grace` milliseconds after its connection dropped. */
export function createTerminalSessions(options: {
  readonly grace: number
  readonly onError: (error: unknown) => void
}): TerminalSessions {
  const sessions = new Map<string, TerminalSession>()
  const opening = new Map<string, number>()
  const of = (container: string) =>
    [...sessions.values()].filter((session) => session.container === container)

  function makeRoom(container: string): void {
    const own = of(container)
    if (own.length + (opening.get(container) ?? 0) < maxPerContainer) return
    const idle = own.find((session) => !session.connected)
    if (!idle) throw new BerthError('rate-limited', { seconds: 60 })
    idle.end()
  }

  return {
    async open(container, start) {
      makeRoom(container)
      opening.set(container, (opening.get(container) ?? 0) + 1)
      try {
        const id = randomUUID()
        const terminal = await start()
        const session = createTerminalSession({
          id,
          container,
          terminal,
          ...options,
          onEnd: () => sessions.delete(id),
        })
        sessions.set(id, session)
        return session
      } finally {
        const left = (opening.get(container) ?? 1) - 1
        if (left > 0) opening.set(container, left)
        else opening.delete(container)
      }
    },
    find(container, id) {
      const session = sessions.get(id)
      if (session?.container !== container) throw new BerthError('terminal-session-unknown')
      return session
    },
    close() {
      for (const session of [...sessions.values()]) session.end()
    },
  }
}
