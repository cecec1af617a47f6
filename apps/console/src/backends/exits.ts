import type { ObservedContainer } from '@berth/contract'
import type { Observations } from './observations.ts'

/** Tells programs that ended by themselves from those that their runtime took with it. */
export interface Exits {
  /** `killed`: its runtime ended it, or may have. */
  note(container: ObservedContainer, killed: boolean): void
  runtimeWentDown(): void
  runtimeCameBack(): void
}

/**
 * Milliseconds. A daemon that ends gives its containers 15 s before it goes; what it did to them it also tells in its
 * first moments when it is back.
 */
const ending = 20_000
const beginning = 3_000

export function createExits(observations: Observations): Exits {
  const recent = new Map<string, { readonly at: number; readonly container: ObservedContainer }>()
  let backAt = -Infinity
  let down = false
  return {
    note(container, killed) {
      const now = Date.now()
      for (const [id, { at }] of recent) if (now - at > ending) recent.delete(id)
      if (killed) recent.set(container.id, { at: now, container })
      const began = Date.parse(container.startedAt ?? '') || 0
      // An answer to a start may tell of an end after the daemon is known to be going.
      const interrupted = down || (now - backAt < beginning && began < backAt)
      observations.add(container.id, container, interrupted ? 'interrupted' : 'exited')
    },
    runtimeWentDown() {
      down = true
      for (const [id, { at, container }] of recent)
        if (Date.now() - at < ending) observations.add(id, container, 'interrupted')
      recent.clear()
    },
    runtimeCameBack() {
      down = false
      backAt = Date.now()
    },
  }
}
