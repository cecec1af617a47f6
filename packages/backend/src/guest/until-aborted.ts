import { BerthError } from '@berth/contract'

/** Passes things on until `signal` aborts, then throws `upload-incomplete` even if the next one never comes. */
export async function* untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]()
  const aborted = Promise.withResolvers<never>()
  aborted.promise.catch(() => undefined)
  const abort = (): void => aborted.reject(new BerthError('upload-incomplete'))
  signal.addEventListener('abort', abort)
  if (signal.aborted) abort()
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted.promise])
      if (next.done === true) return
      yield next.value
    }
  } finally {
    signal.removeEventListener('abort', abort)
    // Not waited for: a source that waits for its sender would not end either.
    iterator.return?.().catch(() => undefined)
  }
}
