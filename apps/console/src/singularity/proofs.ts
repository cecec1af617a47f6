/** That accounts have shown their right to an image at its registry: as long as registries' own tokens last. */
export interface Proofs {
  note(account: string, reference: string): void
  holds(account: string, reference: string): boolean
}

/** Milliseconds: GitLab's registry gives tokens for so long. */
const lifetime = 5 * 60_000
const most = 10_000

export function createProofs(now: () => number = Date.now): Proofs {
  const until = new Map<string, number>()
  const tidy = (): void => {
    for (const [key, end] of until) if (end <= now() || until.size > most) until.delete(key)
  }
  return {
    note: (account, reference) => {
      until.set(keyOf(account, reference), now() + lifetime)
      tidy()
    },
    holds: (account, reference) => (until.get(keyOf(account, reference)) ?? 0) > now(),
  }
}

const keyOf = (account: string, reference: string): string => JSON.stringify([account, reference])
