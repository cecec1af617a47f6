import { setTimeout as delay } from 'node:timers/promises'
import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node'
import { agentDeadlines, BerthError } from '@berth/contract'
import type { KubernetesContext } from './context.ts'
import { findRemains } from './lookup.ts'
import { statusOf } from './translate/kubernetes-error.ts'
import { isLost, shownEnding, type Ending } from './translate/observed-container.ts'

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
      const { pods } = await findRemains(context, id)
      if (pods.length === 0) return ending
      ending = pods.map((pod) => shownEnding(pod)).find((shown) => shown !== undefined) ?? ending
      await Promise.all(pods.filter(isOver).map((pod) => forget(context, pod)))
      if (Date.now() > until) throw new BerthError('deadline-exceeded')
      const timeout = delay(lookEveryMs, undefined, { signal: waiting.signal }).catch(() => undefined)
      await Promise.race([change, timeout])
    } finally {
      waiting.abort()
    }
  }
}

const neverBegan = /^(ErrImagePull|ImagePullBackOff|InvalidImageName|ImageInspectError|RegistryUnavailable)$/

/** Whether a pod that is to go has no process any more: a kubelet tells so up to ten seconds before it lets go of it. */
function isOver({ metadata, status }: V1Pod): boolean {
  const containers = status?.containerStatuses ?? []
  const ended = ({ state, lastState }: V1ContainerStatus): boolean =>
    state?.terminated !== undefined ||
    neverBegan.test(state?.waiting?.reason ?? '') ||
    isLost(lastState?.terminated)
  const over = containers.length > 0 && containers.every(ended)
  return metadata?.deletionTimestamp !== undefined && over
}

async function forget({ cluster }: KubernetesContext, { metadata }: V1Pod): Promise<void> {
  const [name, namespace] = [metadata?.name ?? '', metadata?.namespace ?? '']
  try {
    await cluster.core.deleteNamespacedPod({ name, namespace, gracePeriodSeconds: 0 })
  } catch (error) {
    if (statusOf(error) !== 404) throw error
  }
}
