import { setTimeout as delay } from 'node:timers/promises'
import { agentDeadlines, BerthError } from '@berth/contract'
import type { KubernetesContext } from './context.ts'
import { findParts } from './lookup.ts'
import { shownEnding, type Ending } from './translate/observed-container.ts'

const deadlineMs = agentDeadlines.stop - 2_000
const lookEveryMs = 500

/** Waits until a container has no pod any more. Gives how its program ended, where the cluster showed it. */
export async function awaitEnd(context: KubernetesContext, id: string): Promise<Ending | undefined> {
  const until = Date.now() + deadlineMs
  let ending: Ending | undefined
  for (;;) {
    const waiting = new AbortController()
    const change = context.events.changeOf(id, waiting.signal)
    try {
      const pods = (await findParts(context, id))?.pods ?? []
      if (pods.length === 0) return ending
      ending = pods.map((pod) => shownEnding(pod)).find((shown) => shown !== undefined) ?? ending
      if (Date.now() > until) throw new BerthError('deadline-exceeded')
      const timeout = delay(lookEveryMs, undefined, { signal: waiting.signal }).catch(() => undefined)
      await Promise.race([change, timeout])
    } finally {
      waiting.abort()
    }
  }
}
