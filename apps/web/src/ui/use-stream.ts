import { BerthError } from '@berth/contract'
import { ConnectionError } from '@berth/client'
import { useEffect, useEffectEvent, useState } from 'react'

export type StreamState =
  | { readonly kind: 'connecting' | 'open' | 'retrying' | 'ended' | 'off' }
  | { readonly kind: 'failed'; readonly error: unknown }

/** Milliseconds that items are collected before the page is drawn again: a flood costs no more than a trickle. */
const collectFor = 60
const longestWait = 5_000

/** Whether trying again can help: the connection or a part behind it is down. */
function isPassing(error: unknown): boolean {
  if (error instanceof ConnectionError) return true
  return error instanceof BerthError && error.status >= 502
}

/**
 * Reads a stream while the component lives and hands its items over in portions. It is opened again, after
 * up to 5 s, when the connection breaks. A new `key` starts over; `key` null: nothing is read.
 */
export function useStream<T>(
  key: string | null,
  open: (signal: AbortSignal) => Promise<AsyncIterable<T>>,
  onItems: (items: readonly T[]) => void,
): StreamState {
  const [state, setState] = useState<StreamState>({ kind: 'connecting' })
  const start = useEffectEvent(open)
  const hand = useEffectEvent(onItems)
  useEffect(() => {
    if (key === null) return
    const abort = new AbortController()
    const { push, flush } = collector<T>((items) => hand(items))
    const say = (next: StreamState) => {
      if (!abort.signal.aborted) setState(next)
    }
    void follow({ open: (signal) => start(signal), push, flush, say, signal: abort.signal })
    return () => {
      abort.abort()
      flush()
    }
  }, [key])
  return key === null ? { kind: 'off' } : state
}

function collector<T>(hand: (items: readonly T[]) => void) {
  let items: T[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    if (items.length > 0) hand(items)
    items = []
  }
  const push = (item: T) => {
    items.push(item)
    timer ??= setTimeout(flush, collectFor)
  }
  return { push, flush }
}

interface Following<T> {
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<T>>
  readonly push: (item: T) => void
  readonly flush: () => void
  readonly say: (state: StreamState) => void
  readonly signal: AbortSignal
}

async function follow<T>({ open, push, flush, say, signal }: Following<T>): Promise<void> {
  say({ kind: 'connecting' })
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      const items = await open(signal)
      say({ kind: 'open' })
      for await (const item of items) {
        attempt = 0
        push(item)
      }
      flush()
      say({ kind: 'ended' })
      return
    } catch (error) {
      flush()
      if (!isPassing(error)) {
        say({ kind: 'failed', error })
        return
      }
      say({ kind: 'retrying' })
      await pause(Math.min(longestWait, 500 * 2 ** attempt), signal)
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
