import type { RegistryLogin } from '@berth/contract'

/** Whose build waits for a login at the registry of which image. */
export interface WantedLogin {
  readonly account: string
  readonly reference: string
}

/** The logins that builds wait for: the console is asked by an event, and answers when it likes. */
export interface WantedLogins {
  /** Null where the account has none, or nobody answers. Throws the signal's reason. */
  want(wanted: WantedLogin, signal: AbortSignal): Promise<RegistryLogin | null>
  /** For all who wait for it; nothing happens where nobody does. */
  give(wanted: WantedLogin, login: RegistryLogin | null): void
}

/** Milliseconds: a console that was restarted has missed what it was asked. */
const again = 2_000
const patience = 20_000

/** `ask` tells the console, which may be told more than once. */
export function createWantedLogins(ask: (wanted: WantedLogin) => void): WantedLogins {
  const waiting = new Map<string, Set<(login: RegistryLogin | null) => void>>()
  return {
    async want(wanted, signal) {
      signal.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<RegistryLogin | null>()
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
    give: (wanted, login) => {
      for (const resolve of waiting.get(keyOf(wanted)) ?? []) resolve(login)
    },
  }
}

const keyOf = ({ account, reference }: WantedLogin): string => JSON.stringify([account, reference])
