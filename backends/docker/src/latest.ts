import { setTimeout as sleep } from 'node:timers/promises'

/** The latest of what comes, at most once in so many milliseconds; what comes last before a silence is told too. */
export async function* latest<T>(source: AsyncIterable<T>, everyMs: number): AsyncGenerator<T, undefined> {
  const iterator = source[Symbol.asyncIterator]()
  let told = -Infinity
  let untold: [T] | undefined
  let coming = nextOf(iterator)
  try {
    for (;;) {
      const wait = told + everyMs - Date.now()
      const came = await (untold === undefined ? coming : Promise.race([coming, sleep(wait)]))
      if (came?.done === true) break
      if (came !== undefined) {
        untold = [came.value]
        coming = nextOf(iterator)
      }
      if (untold === undefined || Date.now() - told < everyMs) continue
      told = Date.now()
      yield untold[0]
      untold = undefined
    }
    if (untold !== undefined) yield untold[0]
    return undefined
  } finally {
    // Not waited for: a source that is silent would not end either.
    iterator.return?.().catch(() => undefined)
  }
}

/** What fails is told to whoever waits for it, later. */
function nextOf<T>(iterator: AsyncIterator<T>): Promise<IteratorResult<T>> {
  const next = iterator.next()
  next.catch(() => undefined)
  return next
}
