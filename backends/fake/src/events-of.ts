import { on, type EventEmitter } from 'node:events'

/** An emitter's events of one name, from now until the signal aborts or `end` is emitted. */
export async function* eventsOf<T>(
  emitter: EventEmitter,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<T, undefined> {
  try {
    for await (const [value] of on(emitter, name, { signal, close: ['end'] })) yield value as T
  } catch (error) {
    if (!signal.aborted) throw error
  }
  return undefined
}
