import { setTimeout as delay } from 'node:timers/promises'
import type { Listener } from './listener.ts'

const settleMs = 100

export interface ImageChanges {
  /** Remembers what is there, to compare with later. */
  look(): Promise<void>
  changed(tell: Listener, time: string): Promise<void>
}

/**
 * Tells which references came and went since the last look: Docker's own image events name an image's ID more
 * often than its reference. Events in quick succession (a build's, a pull's) are looked into once.
 */
export function createImageChanges(listReferences: () => Promise<Map<string, string>>): ImageChanges {
  let before: Map<string, string> | undefined
  let looking: Promise<void> | undefined
  return {
    look: async () => {
      before = await listReferences()
    },
    changed: (tell, time) => {
      looking ??= (async () => {
        await delay(settleMs, undefined, { ref: false })
        looking = undefined
        const after = await listReferences()
        for (const [reference, id] of after)
          if (before !== undefined && before.get(reference) !== id) tell({ type: 'image', time, reference })
        for (const reference of before?.keys() ?? [])
          if (!after.has(reference)) tell({ type: 'image-removed', time, reference })
        before = after
      })()
      return looking
    },
  }
}
