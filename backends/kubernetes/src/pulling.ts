import type { CoreV1Event } from '@kubernetes/client-node'
import type { KubernetesContext } from './context.ts'
import { currentPod, type Parts } from './translate/observed-container.ts'

/**
 * Whether the kubelet is at a container's image at this moment. Its pod looks the same while it pulls and while it makes
 * the container: only the kubelet's events tell (kubernetes/pkg/kubelet/images/image_manager.go).
 */
export async function isPulling(context: KubernetesContext, parts: Parts): Promise<boolean> {
  if (!mayBePulling(parts)) return false
  const events = await eventsOf(context, parts)
  return lastOf(events, 'Pulling') > lastOf(events, 'Pulled')
}

/** Whether the kubelet pulled without the account's logins, as their secret is no more. Told since Kubernetes 1.26. */
export async function missesLogins(context: KubernetesContext, parts: Parts): Promise<boolean> {
  const events = await eventsOf(context, parts)
  return events.some(({ reason }) => reason === 'FailedToRetrieveImagePullSecret')
}

async function eventsOf({ cluster }: KubernetesContext, parts: Parts): Promise<CoreV1Event[]> {
  const metadata = currentPod(parts)?.metadata
  const namespace = metadata?.namespace ?? ''
  const fieldSelector = `involvedObject.uid=${metadata?.uid ?? ''}`
  const { items } = await cluster.core.listNamespacedEvent({ namespace, fieldSelector })
  return items
}

function lastOf(events: readonly CoreV1Event[], reason: string): number {
  const times = events.filter((event) => event.reason === reason).map(timeOf)
  return Math.max(-Infinity, ...times)
}

const timeOf = ({ lastTimestamp, eventTime }: CoreV1Event): number =>
  new Date(lastTimestamp ?? eventTime ?? 0).getTime()

/** Whether a container's pod has a node and its program has not begun. */
export function mayBePulling(parts: Parts): boolean {
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
