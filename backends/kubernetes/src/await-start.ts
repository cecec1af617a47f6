import { setTimeout as delay } from 'node:timers/promises'
import { agentDeadlines, BerthError, type ObservedContainer } from '@berth/contract'
import type { KubernetesContext } from './context.ts'
import { partsOf, toObserved } from './lookup.ts'
import { isPulling } from './pull-image.ts'
import { annotations } from './translate/names.ts'
import type { Parts } from './translate/observed-container.ts'
import { startFailure } from './translate/start-failure.ts'

/** Answers before the caller gives up. */
const deadlineMs = agentDeadlines.create - 10_000
const lookEveryMs = 1_000
/** What the kubelet is at for longer than this is told as the pulling of an image. */
const pullingAfterMs = 5_000

/** Waits until a container's program was started. Throws the reason why it was not. */
export async function awaitStart(context: KubernetesContext, id: string): Promise<ObservedContainer> {
  const since = Date.now()
  for (;;) {
    const waiting = new AbortController()
    const change = context.events.changeOf(id, waiting.signal)
    try {
      const parts = await partsOf(context, id)
      const observed = toObserved(context, parts)
      if (observed.state !== 'created') return observed
      const failure = startFailure(parts, observed.image, commandOf(parts), Date.now())
      if (failure !== undefined) throw failure
      if (Date.now() > since + pullingAfterMs && isPulling(parts)) throw new BerthError('image-absent')
      if (Date.now() > since + deadlineMs) throw new BerthError('deadline-exceeded')
      const timeout = delay(lookEveryMs, undefined, { signal: waiting.signal }).catch(() => undefined)
      await Promise.race([change, timeout])
    } finally {
      waiting.abort()
    }
  }
}

const commandOf = ({ deployment }: Parts): string =>
  deployment.spec?.template.spec?.containers[0]?.args?.[0] ??
  deployment.metadata?.annotations?.[annotations.image] ??
  ''
