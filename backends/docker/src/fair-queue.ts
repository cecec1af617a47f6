/**
 * Like a semaphore, but fair: everybody's first goes before anybody's second, and each has one at a time. Those who
 * wait are told how many are before them, and may leave.
 */
export interface FairQueue {
  /**
   * Waits for the turn of somebody, `who`, and gives what ends it. `tell` is called with the place, 1 the next,
   * whenever that changes while it waits. Throws the signal's reason.
   */
  take(who: string, signal: AbortSignal, tell: (place: number) => void): Promise<() => void>
}

interface Waiting {
  readonly who: string
  /** How many of the same one's were there when it came. */
  readonly turn: number
  readonly begin: () => void
  readonly tell: (place: number) => void
}

/** `places`: how many turns are taken at a time. */
export function createFairQueue(places: number): FairQueue {
  const waiting: Waiting[] = []
  const busy = new Set<string>()
  const advance = (): void => {
    for (let next = nextOf(waiting, busy); busy.size < places && next; next = nextOf(waiting, busy)) {
      waiting.splice(waiting.indexOf(next), 1)
      busy.add(next.who)
      next.begin()
    }
    for (const [index, { tell }] of waiting.entries()) tell(index + 1)
  }
  return {
    take: async (who, signal, tell) => {
      signal.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<undefined>()
      const turn = waiting.filter((other) => other.who === who).length + (busy.has(who) ? 1 : 0)
      const place: Waiting = { who, turn, begin: () => resolve(undefined), tell }
      const leave = (): void => {
        const index = waiting.indexOf(place)
        if (index === -1) return
        waiting.splice(index, 1)
        reject(signal.reason as Error)
        advance()
      }
      signal.addEventListener('abort', leave, { once: true })
      const behind = waiting.findIndex((other) => other.turn > turn)
      waiting.splice(behind === -1 ? waiting.length : behind, 0, place)
      advance()
      await promise.finally(() => signal.removeEventListener('abort', leave))
      return () => {
        if (busy.delete(who)) advance()
      }
    },
  }
}

const nextOf = (waiting: readonly Waiting[], busy: ReadonlySet<string>): Waiting | undefined =>
  waiting.find(({ who }) => !busy.has(who))
