import { setTimeout as delay } from 'node:timers/promises'
import { agentDeadlines, BerthError, type ObservedContainer } from '@berth/contract'
import type { KubernetesContext } from './context.ts'
import { partsOf, toObserved } from './lookup.ts'
import { isPulling } from './pulling.ts'
import { annotations } from './translate/names.ts'
import type { Parts } from './translate/observed-container.ts'
import { startFailure } from './translate/start-failure.ts'

/** Answers before the caller gives up. */
const deadlineMs = agentDeadlines.create - 10_000
const lookEveryMs = 1_000
/** The cluster itself is asked where the watches show something, and now and then: should they be away, or it pulls. */
const askEveryMs = 5_000

/**
 * Waits until a container's program was started. Throws the reason why it was not. `ports`: how many one has that never
 * ran before; with those, what the watches show is enough, though it may be a little behind.
 */
export async function awaitStart(
  context: KubernetesContext,
  id: string,
  ports?: number,
): Promise<ObservedContainer> {
  const since = Date.now()
  let asked = since
  for (;;) {
    const waiting = new AbortController()
    const change = context.events.changeOf(id, waiting.signal)
    try {
      const seen = context.events.get(id)
      const shown = seen && outcome(context, seen)
      if (shown !== undefined && !(shown instanceof BerthError) && shown.state === 'running')
        if (shown.ports.length === ports) return shown
      if (shown !== undefined || Date.now() > asked + askEveryMs) {
        asked = Date.now()
        const found = await ask(context, id)
        if (found !== undefined) return found
      }
      if (Date.now() > since + deadlineMs) throw new BerthError('deadline-exceeded')
      const timeout = delay(lookEveryMs, undefined, { signal: waiting.signal }).catch(() => undefined)
      await Promise.race([change, timeout])
    } finally {
      waiting.abort()
    }
  }
}

/** What the cluster says became of a start; undefined while it goes on. An image that is being pulled is `image-absent`. */
async function ask(context: KubernetesContext, id: string): Promise<ObservedContainer | undefined> {
  const parts = await partsOf(context, id)
  const found = outcome(context, parts)
  if (found instanceof BerthError) throw found
  if (found === undefined && (await isPulling(context, parts))) throw new BerthError('image-absent')
  return found
}

/** What became of a start; undefined while it goes on. */
function outcome(context: KubernetesContext, parts: Parts): ObservedContainer | BerthError | undefined {
  const observed = toObserved(context, parts)
  if (observed.state !== 'created') return observed
  return startFailure(parts, {
    image: observed.image,
    command: commandOf(parts),
    nowMs: Date.now(),
    loginsChangedMs: context.logins.get(observed.account)?.changedMs,
  })
}

const commandOf = ({ deployment }: Parts): string =>
  deployment.spec?.template.spec?.containers[0]?.args?.[0] ??
  deployment.metadata?.annotations?.[annotations.image] ??
  ''
