import { setTimeout as delay } from 'node:timers/promises'
import { toProblem, type BerthError, type PullEvent } from '@berth/contract'
import type { KubernetesContext } from './context.ts'
import { annotations } from './translate/names.ts'
import { mayBePulling } from './pulling.ts'
import { currentPod, runningSince, type Parts } from './translate/observed-container.ts'
import { startFailure } from './translate/start-failure.ts'

const lookEveryMs = 1_000

/**
 * The kubelet pulls when it starts a pod, and tells no progress: this waits for the pods that wait for the image. Done
 * when one of them has got it, or none waits; a creation then tells what became of it.
 */
export async function* pullImage(
  context: KubernetesContext,
  reference: string,
  signal: AbortSignal,
): AsyncGenerator<PullEvent> {
  const waited = new Set<string>()
  while (!signal.aborted) {
    const asking = context.events.all().filter((parts) => imageOf(parts) === reference)
    const got = asking.some((parts) => waited.has(uidOf(parts)) && runningSince(parts) !== undefined)
    const waiting = got ? [] : asking.filter(mayBePulling)
    for (const parts of waiting) waited.add(uidOf(parts))
    const [first] = waiting
    const failure = first && failureOf(context, first, reference)
    if (failure !== undefined && failure.code !== 'no-room') {
      yield { type: 'failed', problem: toProblem(failure, 'en') }
      return
    }
    if (first === undefined) {
      yield { type: 'done', reference }
      return
    }
    yield { type: 'progress', layers: [] }
    await delay(lookEveryMs, undefined, { signal }).catch(() => undefined)
  }
}

const failureOf = (context: KubernetesContext, parts: Parts, image: string): BerthError | undefined => {
  const account = parts.deployment.metadata?.annotations?.[annotations.account] ?? ''
  const loginsChangedMs = context.logins.get(account)?.changedMs
  return startFailure(parts, { image, command: '', nowMs: Date.now(), loginsChangedMs })
}

const uidOf = (parts: Parts): string => currentPod(parts)?.metadata?.uid ?? ''

const imageOf = ({ deployment }: Parts): string | undefined =>
  deployment.metadata?.annotations?.[annotations.image]
