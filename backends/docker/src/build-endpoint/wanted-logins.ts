import type { RegistryLogin } from '@berth/contract'

/** Whose build waits for a login at the registry of which image. */
export interface WantedLogin {
  readonly account: string
  readonly reference: string
}

/** `from`: where an image of Berth's own is got, by digest. */
interface GivenLogin {
  readonly login: RegistryLogin
  readonly from?: string | undefined
}

/** The logins that builds wait for: the console is asked by an event, and answers when it likes. */
export interface WantedLogins {
  /** Null where the account has none, or nobody answers. Throws the signal's reason. */
  want(wanted: WantedLogin, signal: AbortSignal): Promise<GivenLogin | null>
  /** For all who wait for it; nothing happens where nobody does. */
  give(wanted: WantedLogin, given: GivenLogin | null): void
}

/** Milliseconds: a console that was restarted has missed what it was asked. */
const again = 2_000
const patience = 20_000

/** `ask` tells the console, which may be told more than once. */
export function createWantedLogins(ask: (wanted: WantedLogin) => void): WantedLogins {
  const waiting = new Map<string, Set<(given: GivenLogin | null) => void>>()
  return {
    async want(wanted, signal) {
      signal.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<GivenLogin | null>()
      const key = keyOf(wanted)
      const askers = waiting.get(key) ?? new Set()
      waiting.set(key, askers.add(resolve))
      const asking = setInterval(() => ask(wanted), again)
      const givingUp = setTimeout(() => resolve(null), patience)
      const stop = (): void => reject(signal.reason as Error)
      signal.addEventListener('abort', stop)
      try {
        ask(wanted)
        return await promise
      } finally {
        clearInterval(asking)
        clearTimeout(givingUp)
        signal.removeEventListener('abort', stop)
        askers.delete(resolve)
        if (askers.size === 0) waiting.delete(key)
      }
    },
    give: (wanted, given) => {
      for (const resolve of waiting.get(keyOf(wanted)) ?? []) resolve(given)
    },
  }
}

const keyOf = ({ account, reference }: WantedLogin): string => JSON.stringify([account, reference])
