import { setTimeout as delay } from 'node:timers/promises'

/** The result of some work, or an error where it takes longer than that. The work goes on, unheard. */
export async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  const over = new AbortController()
  const late = delay(ms, undefined, { signal: over.signal, ref: false }).then(() => {
    throw new Error(`No answer in ${ms} ms`)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    over.abort()
    late.catch(() => undefined)
  }
}
