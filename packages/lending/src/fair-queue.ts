/**
 * The order of the one queue: jobs run by priority, the smallest first, within that by age. A creation's is its turn,
 * that is how many creations its account already had waiting when it came: everybody's first goes before anybody's
 * second, however many one of them asks for. What frees room goes ahead of every creation.
 */
export const jobPriority = {
  release: -100,
  /** The queue's priorities are 16-bit numbers. */
  creation: (turn: number): number => Math.min(Math.max(turn, 0), 30_000),
} as const
