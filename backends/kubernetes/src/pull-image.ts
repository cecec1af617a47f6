import { setTimeout as delay } from 'node:timers/promises'
import { toProblem, type PullEvent } from '@berth/contract'
import type { KubernetesContext } from './context.ts'
import { annotations } from './translate/names.ts'
import { currentPod, type Parts } from './translate/observed-container.ts'
import { startFailure } from './translate/start-failure.ts'

const lookEveryMs = 1_000

/**
 * The kubelet pulls when it starts a pod, and tells no progress: this waits for the pods that wait for the image. Done
 * when none does; a creation then tells what became of it.
 */
export async function* pullImage(
  context: KubernetesContext,
  reference: string,
  signal: AbortSignal,
): AsyncGenerator<PullEvent> {
  while (!signal.aborted) {
    const waiting = context.events.all().filter((parts) => imageOf(parts) === reference && isPulling(parts))
    const [first] = waiting
    const failure = first && startFailure(first, reference, '', Date.now())
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

const imageOf = ({ deployment }: Parts): string | undefined =>
  deployment.metadata?.annotations?.[annotations.image]

/** Whether a container's pod has a node and its image is not there yet: Kubernetes has no word of its own for it. */
export function isPulling(parts: Parts): boolean {
  const pod = currentPod(parts)
  const state = pod?.status?.containerStatuses?.[0]?.state?.waiting
  return pod?.metadata?.deletionTimestamp === undefined &&
    pod?.spec?.nodeName !== undefined &&
    state !== undefined
    ? /^(ContainerCreating|ErrImagePull|ImagePullBackOff|ImageInspectError|RegistryUnavailable)$/.test(
        state.reason ?? '',
      )
    : false
}
