/** Like a semaphore, but those who wait are told how many are before them, and may leave. */
export interface Queue {
  /** Runs the work in its turn. `tell` is called with its place, 1 the next, whenever that changes. Throws the signal's reason. */
  run<T>(work: () => Promise<T>, signal: AbortSignal, tell: (place: number) => void): Promise<T>
}

/** `places`: how many pieces of work are done at a time. */
export function createQueue(places: number): Queue {
  const waiting: { begin: () => void; tell: (place: number) => void }[] = []
  let free = places
  const advance = (): void => {
    for (; free > 0 && waiting.length > 0; free -= 1) waiting.shift()?.begin()
    for (const [index, { tell }] of waiting.entries()) tell(index + 1)
  }
  return {
    run: async (work, signal, tell) => {
      signal.throwIfAborted()
      const { promise: turn, resolve, reject } = Promise.withResolvers<undefined>()
      const place = { begin: () => resolve(undefined), tell }
      const leave = (): void => {
        const index = waiting.indexOf(place)
        if (index === -1) return
        waiting.splice(index, 1)
        reject(signal.reason as Error)
        advance()
      }
      signal.addEventListener('abort', leave, { once: true })
      waiting.push(place)
      advance()
      await turn
      try {
        return await work()
      } finally {
        signal.removeEventListener('abort', leave)
        free += 1
        advance()
      }
    },
  }
}
