/** Runs pieces of work one after another where they have the same key, in the order of their coming. */
export interface KeyedLock {
  run<T>(key: string, work: () => Promise<T>): Promise<T>
}

export function createKeyedLock(): KeyedLock {
  const tails = new Map<string, Promise<unknown>>()
  return {
    run: (key, work) => {
      const before = tails.get(key)
      const result = before === undefined ? work() : before.then(work, work)
      tails.set(key, result)
      const tidy = (): void => {
        if (tails.get(key) === result) tails.delete(key)
      }
      result.then(tidy, tidy)
      return result
    },
  }
}
