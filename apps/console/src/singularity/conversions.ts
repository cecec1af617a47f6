import { EventEmitter, on } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { BerthError, toProblem, type SingularityEvent } from '@berth/contract'
import { agentError } from '../backends/agent-error.ts'
import type { ConnectedBackend } from '../backends/backends.ts'
import type { Wish } from './wish.ts'

/** Has a backend make a wish's file. Throws what the agent answers. */
export type Make = (
  wish: Wish,
  backend: ConnectedBackend,
  how: { readonly signal: AbortSignal; readonly tell: (event: SingularityEvent) => void },
) => Promise<void>

/** Which conversion a wish is: the same for an account's wishes for the same file. */
export type WishKey = Pick<Wish, 'account' | 'reference' | 'compression'>

/**
 * The conversions that accounts wait for. Each holds the connection to its agent, which makes one file for all who
 * ask, so a conversion goes on while its account's browser is away, and ends with the last account that wanted it.
 */
export interface Conversions {
  /** How the one of this wish goes, undefined where there is none. One that failed is told once, for a while. */
  state(wish: WishKey): SingularityEvent | undefined
  /** Begins it on this backend, unless it goes already. Throws `too-many-conversions`. */
  begin(wish: Wish, backend: ConnectedBackend): { readonly latest: SingularityEvent; readonly begun: boolean }
  /** How it goes from now on, to its end. Aborting leaves it going. */
  follow(wish: WishKey, signal: AbortSignal): AsyncGenerator<SingularityEvent>
  /** Ends it; done at once where there is none. */
  cancel(wish: WishKey): void
  /** Ends all of them; who follows one is told no end, and asks again elsewhere. */
  close(): void
}

interface Conversion {
  latest: SingularityEvent
  /** When that was told, by the clock. */
  since: number
  readonly news: EventEmitter
  readonly stop: AbortController
}

/** At once, of an account: each may pull an image, which takes the agent's disk before any queue. */
const most = 4
/** Failures of an account that wait to be asked for; of what it makes up, the oldest are forgotten. */
const mostFailures = 20
/** Milliseconds that they wait. */
const remembered = 10 * 60_000
/** Milliseconds: an agent that was restarted is asked again, until so many have passed without it. */
const patience = 60_000
const pause = 1_000

/** The conversions of this process. */
export function createConversions(make: Make, now: () => number = Date.now): Conversions {
  const accounts = new Map<string, Map<string, Conversion>>()
  const find = (wish: WishKey) => accounts.get(wish.account)?.get(keyOf(wish))
  const forget = (wish: WishKey): void => {
    const own = accounts.get(wish.account)
    own?.delete(keyOf(wish))
    if (own?.size === 0) accounts.delete(wish.account)
  }
  const start = (wish: Wish, backend: ConnectedBackend): Conversion => {
    const own = accounts.get(wish.account) ?? new Map<string, Conversion>()
    makeRoom(own, now())
    const conversion = { ...waiting, since: now(), news: newsOf(), stop: new AbortController() }
    accounts.set(wish.account, own.set(keyOf(wish), conversion))
    const ended = convert(make, wish, backend, conversion, now)
    // What is done lies at the agent; what failed is told to who asks next.
    void ended.then(() => {
      if (conversion.latest.type === 'done' && find(wish) === conversion) forget(wish)
    })
    return conversion
  }
  return {
    state: (wish) => {
      const found = find(wish)
      if (found === undefined || !hasEnded(found.latest)) return found?.latest
      forget(wish)
      return found.latest.type === 'failed' && now() - found.since < remembered ? found.latest : undefined
    },
    begin: (wish, backend) => {
      const found = find(wish)
      if (found !== undefined && !hasEnded(found.latest)) return { latest: found.latest, begun: false }
      forget(wish)
      return { latest: start(wish, backend).latest, begun: true }
    },
    follow: (wish, signal) => {
      const found = find(wish)
      const told = (): void => {
        if (find(wish) === found) forget(wish)
      }
      return found === undefined ? nothing() : eventsOf(found, signal, told)
    },
    cancel: (wish) => {
      find(wish)?.stop.abort()
      forget(wish)
    },
    close: () => {
      for (const own of accounts.values()) for (const { stop } of own.values()) stop.abort(closing)
      accounts.clear()
    },
  }
}

/** Why a conversion is broken off that nobody cancelled. */
const closing = new Error('the console is closing')

const waiting: Pick<Conversion, 'latest'> = { latest: { type: 'queued', position: 0 } }
const newsOf = (): EventEmitter => new EventEmitter().setMaxListeners(0)

const keyOf = ({ reference, compression }: WishKey): string => JSON.stringify([reference, compression])

const hasEnded = ({ type }: SingularityEvent): boolean => type === 'done' || type === 'failed'

/** For one more of an account's: the oldest failures are forgotten. Throws `too-many-conversions`. */
function makeRoom(own: Map<string, Conversion>, now: number): void {
  const ended = [...own].filter(([, { latest }]) => hasEnded(latest))
  if (own.size - ended.length >= most) throw new BerthError('too-many-conversions', { max: most })
  for (const [at, [key, { since }]] of ended.entries())
    if (now - since >= remembered || ended.length - at >= mostFailures) own.delete(key)
}

async function* nothing(): AsyncGenerator<SingularityEvent> {
  // There is none.
}

async function* eventsOf(
  conversion: Conversion,
  signal: AbortSignal,
  told: () => void,
): AsyncGenerator<SingularityEvent> {
  const news = on(conversion.news, 'news', { signal, close: ['end'] }) as AsyncIterable<[SingularityEvent]>
  const { latest } = conversion
  yield latest
  if (!hasEnded(latest)) for await (const [event] of news) yield event
  told()
}

/** Never throws: what went wrong is the last that is told. */
async function convert(
  make: Make,
  wish: Wish,
  backend: ConnectedBackend,
  conversion: Conversion,
  now: () => number,
): Promise<void> {
  const { news, stop } = conversion
  const tell = (event: SingularityEvent): void => {
    Object.assign(conversion, { latest: event, since: now() })
    news.emit('news', event)
  }
  while (!hasEnded(conversion.latest)) {
    try {
      await make(wish, backend, { signal: stop.signal, tell })
      if (!hasEnded(conversion.latest)) throw new Error('the agent broke off')
    } catch (thrown) {
      if (stop.signal.reason === closing) break
      const error = stop.signal.aborted ? new BerthError('cancelled') : agentError(thrown, backend.row.name)
      const mayReturn = error.code === 'backend-unreachable' && now() - conversion.since < patience
      if (mayReturn) await sleep(pause)
      else tell({ type: 'failed', problem: toProblem(error, 'en') })
    }
  }
  news.emit('end')
}
