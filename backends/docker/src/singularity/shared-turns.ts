import type { FairQueue } from '../fair-queue.ts'

/** Turns of work that several wait for together: it begins with the first turn that any of them gets. */
export interface SharedTurns {
  /** Has somebody, `who`, stand in the queue for the work of this key, also where others do already. Gives what leaves. */
  join(key: string, who: string): () => void
  /**
   * Waits for the first turn of all who have joined, and who join meanwhile, and gives what ends it. `tell` is called
   * with the best place. Throws the signal's reason.
   */
  take(key: string, signal: AbortSignal, tell: (place: number) => void): Promise<() => void>
}

interface Member {
  readonly who: string
  readonly left: AbortController
}

export function createSharedTurns(queue: FairQueue): SharedTurns {
  const members = new Map<string, Set<Member>>()
  /** For the work that waits now: has one more stand in the queue for it. */
  const stand = new Map<string, (member: Member) => void>()
  return {
    join: (key, who) => {
      const member = { who, left: new AbortController() }
      const all = members.get(key) ?? new Set()
      members.set(key, all.add(member))
      stand.get(key)?.(member)
      return () => {
        member.left.abort()
        all.delete(member)
        if (all.size === 0 && members.get(key) === all) members.delete(key)
      }
    },
    take: async (key, signal, tell) => {
      signal.throwIfAborted()
      const turn = Promise.withResolvers<() => void>()
      const over = new AbortController()
      const places = new Map<Member, number>()
      const begin = (member: Member): void => {
        const stop = AbortSignal.any([signal, over.signal, member.left.signal])
        const told = (place: number): void => {
          places.set(member, place)
          tell(Math.min(...places.values()))
        }
        const got = (end: () => void): void => {
          // One more came in the moment in which all ended: it is given back.
          if (over.signal.aborted) end()
          over.abort()
          turn.resolve(end)
        }
        queue.take(member.who, stop, told).then(got, () => places.delete(member))
      }
      const leave = (): void => {
        over.abort()
        turn.reject(signal.reason as Error)
      }
      signal.addEventListener('abort', leave)
      stand.set(key, begin)
      for (const member of members.get(key) ?? []) begin(member)
      try {
        return await turn.promise
      } finally {
        signal.removeEventListener('abort', leave)
        if (stand.get(key) === begin) stand.delete(key)
      }
    },
  }
}
