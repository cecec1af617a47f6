import { EventEmitter, on } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { toProblem, type SingularityEvent } from '@berth/contract'
import { agentError } from '../backends/agent-error.ts'
import type { ConnectedBackend } from '../backends/backends.ts'
import { makeSingularity, type Maker } from './make-singularity.ts'
import type { Wish } from './wish.ts'

/**
 * The conversions that accounts wait for. Each holds the connection to its agent, which makes one file for all who
 * ask, so a conversion goes on while its account's browser is away, and ends with the last account that wanted it.
 */
export interface Conversions {
  /** How the one of this wish goes, undefined where there is none. One that failed is told once. */
  state(wish: Wish): SingularityEvent | undefined
  /** Begins it on this backend, unless it goes already, and gives how it goes. */
  begin(wish: Wish, backend: ConnectedBackend): SingularityEvent
  /** How it goes from now on, to its end. Aborting leaves it going. */
  follow(wish: Wish, signal: AbortSignal): AsyncGenerator<SingularityEvent>
  /** Ends it; done at once where there is none. */
  cancel(wish: Wish): void
  /** Ends all of them. */
  close(): void
}

interface Conversion {
  latest: SingularityEvent
  readonly news: EventEmitter
  readonly stop: AbortController
}

/** Milliseconds: an agent that was restarted is asked again, until so many have passed without it. */
const patience = 60_000
const pause = 1_000

export function createConversions(maker: Maker): Conversions {
  const going = new Map<string, Conversion>()
  const start = (wish: Wish, backend: ConnectedBackend): Conversion => {
    const conversion: Conversion = {
      latest: { type: 'queued', position: 0 },
      news: new EventEmitter().setMaxListeners(0),
      stop: new AbortController(),
    }
    going.set(keyOf(wish), conversion)
    void convert(maker, wish, backend, conversion)
    return conversion
  }
  return {
    state: (wish) => {
      const found = going.get(keyOf(wish))
      if (found !== undefined && hasEnded(found.latest)) going.delete(keyOf(wish))
      return found?.latest.type === 'done' ? undefined : found?.latest
    },
    begin: (wish, backend) => {
      const found = going.get(keyOf(wish))
      return (found === undefined || hasEnded(found.latest) ? start(wish, backend) : found).latest
    },
    follow: async function* (wish, signal) {
      const found = going.get(keyOf(wish))
      if (found === undefined) return
      const news = on(found.news, 'news', { signal, close: ['end'] }) as AsyncIterable<[SingularityEvent]>
      yield found.latest
      if (hasEnded(found.latest)) return
      for await (const [event] of news) yield event
    },
    cancel: (wish) => {
      going.get(keyOf(wish))?.stop.abort()
      going.delete(keyOf(wish))
    },
    close: () => {
      for (const { stop } of going.values()) stop.abort()
      going.clear()
    },
  }
}

const keyOf = ({ account, reference, compression }: Wish): string =>
  JSON.stringify([account, reference, compression])

const hasEnded = ({ type }: SingularityEvent): boolean => type === 'done' || type === 'failed'

/** Never throws: what went wrong is the last that is told. */
async function convert(
  maker: Maker,
  wish: Wish,
  backend: ConnectedBackend,
  conversion: Conversion,
): Promise<void> {
  const { news, stop } = conversion
  let since = Date.now()
  const tell = (event: SingularityEvent): void => {
    conversion.latest = event
    since = Date.now()
    news.emit('news', event)
  }
  while (!hasEnded(conversion.latest)) {
    try {
      await makeSingularity(maker, wish, backend, { signal: stop.signal, tell })
      if (!hasEnded(conversion.latest)) throw new Error('the agent broke off')
    } catch (thrown) {
      const error = agentError(thrown, backend.row.name)
      const mayReturn = error.code === 'backend-unreachable' && Date.now() - since < patience
      if (stop.signal.aborted || !mayReturn) tell({ type: 'failed', problem: toProblem(error, 'en') })
      else await sleep(pause)
    }
  }
  news.emit('end')
}
