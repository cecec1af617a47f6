import { BerthError } from '@berth/contract'

/** Runs work, at most so many at once; the others wait in their order. */
export type Bounded = <T>(work: () => Promise<T>) => Promise<T>

/** Seconds after which to come again when even the queue is full. */
const comeAgain = 10

/** @param atOnce how many run together. @param waiting how many may wait; more are refused (`rate-limited`). */
export function bounded(atOnce: number, waiting: number): Bounded {
  let running = 0
  const queue: (() => void)[] = []
  return async (work) => {
    if (running >= atOnce) {
      if (queue.length >= waiting) throw new BerthError('rate-limited', { seconds: comeAgain })
      await new Promise<void>((resolve) => queue.push(resolve))
    } else {
      running += 1
    }
    try {
      return await work()
    } finally {
      const next = queue.shift()
      // The place is handed on, so that nobody who comes now overtakes.
      if (next === undefined) running -= 1
      else next()
    }
  }
}
