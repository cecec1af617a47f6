/** Who waits: `turn` is how many creations its account already had waiting when it came, `since` when that was. */
export interface Waiting {
  readonly turn: number
  readonly since: number
}

/**
 * The order of the one queue: everybody's first before anybody's second, within that by age. A class that comes
 * at once is served one each, however many one of them asks for. The same order as jobs have by priority and age.
 */
export function compareWaiting(a: Waiting, b: Waiting): number {
  return a.turn - b.turn || a.since - b.since
}

/** Jobs run by priority, the smallest first: what frees room goes ahead of every creation. */
export const jobPriority = {
  release: -100,
  /** Of a creation or start, by its turn; the queue's priority is a 16-bit number. */
  creation: (turn: number): number => Math.min(Math.max(turn, 0), 30_000),
} as const
