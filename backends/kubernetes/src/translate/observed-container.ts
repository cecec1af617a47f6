import type {
  V1ContainerStateTerminated,
  V1Deployment,
  V1Pod,
  V1Service,
  V1ServicePort,
} from '@kubernetes/client-node'
import type { ObservedContainer } from '@berth/contract'
import type { Ingress } from '../settings.ts'
import { annotations, hostLabel, labels } from './names.ts'

/** What the cluster has of one container. */
export interface Parts {
  readonly deployment: V1Deployment
  readonly pods: readonly V1Pod[]
  readonly service?: V1Service | undefined
}

/** How guest ports are reached. */
interface Reached {
  readonly address: string | null
  readonly ingress: Ingress | null
}

/** How a container ended, kept on its Deployment because its pod goes. Without a code: it was stopped. */
export interface Ending {
  readonly exitCode?: number | undefined
  readonly outOfMemory?: boolean
  readonly startedAt?: string | undefined
  readonly finishedAt: string
}

/** Puts a container's objects in the contract's words. A pod starts its program again and again: only its first run counts. */
export function observe(parts: Parts, settings: Reached, instance: string): ObservedContainer {
  const { metadata } = parts.deployment
  const of = metadata?.annotations ?? {}
  const identity = {
    id: metadata?.labels?.[labels.container] ?? '',
    account: of[annotations.account] ?? '',
    name: of[annotations.name] ?? '',
    image: of[annotations.image] ?? '',
    runtimeId: metadata?.uid ?? '',
    outOfMemory: false,
    ports: [],
    address: settings.address,
  }
  if (metadata?.deletionTimestamp !== undefined) return { ...identity, state: 'removing' }
  const ending = endingOf(parts)
  const started = runningSince(parts)
  if (ending !== undefined && (ending.exitCode !== undefined || started === undefined)) {
    const { exitCode, outOfMemory = false, startedAt, finishedAt } = ending
    return {
      ...identity,
      state: 'exited',
      ...(exitCode === undefined ? {} : { exitCode }),
      outOfMemory,
      ...(startedAt === undefined ? {} : { startedAt }),
      finishedAt,
    }
  }
  if (started === undefined || isUnexposed(parts)) return { ...identity, state: 'created' }
  return {
    ...identity,
    state: 'running',
    ports: portsOf(parts, settings.ingress, instance),
    startedAt: started,
  }
}

/** Its making was broken off between its Deployment and its Service: it is made to the end by a repeat. */
const isUnexposed = ({ deployment, service }: Parts): boolean =>
  service === undefined && (deployment.spec?.template.spec?.containers[0]?.ports ?? []).length > 0

/** The ending that was written down, or that a pod shows. */
export function endingOf(parts: Parts): Ending | undefined {
  const written = parts.deployment.metadata?.annotations?.[annotations.ended]
  if (parts.deployment.spec?.replicas === 0 && written !== undefined) return JSON.parse(written) as Ending
  const pod = currentPod(parts)
  // A pod that is being deleted is replaced by the cluster: that is no end of the program's own.
  const replaced = pod?.metadata?.deletionTimestamp !== undefined
  return parts.deployment.spec?.replicas === 0 || replaced ? undefined : shownEnding(pod)
}

/** How a pod's program ended the last time. One that never began has not ended. */
export function shownEnding(pod: V1Pod | undefined): Ending | undefined {
  const status = pod?.status?.containerStatuses?.[0]
  const end = status?.state?.terminated ?? status?.lastState?.terminated
  if (end === undefined || hasNotBegun(end) || isLost(end)) return undefined
  return {
    exitCode: end.exitCode,
    outOfMemory: end.reason === 'OOMKilled',
    startedAt: isoTime(end.startedAt),
    finishedAt: isoTime(end.finishedAt) ?? new Date().toISOString(),
  }
}

/** containerd says StartError, dockershim ContainerCannotRun. */
export const hasNotBegun = (end: V1ContainerStateTerminated): boolean =>
  end.reason === 'StartError' || end.reason === 'ContainerCannotRun'

/** The kubelet found a container gone that it had just ended, before it had seen how. */
export const isLost = (end: V1ContainerStateTerminated | undefined): boolean =>
  end?.reason === 'ContainerStatusUnknown'

/** The pod that counts: the newest that is not on its way out, else the newest. */
export function currentPod({ pods }: Parts): V1Pod | undefined {
  const newestFirst = pods.toSorted((a, b) => timeOf(b) - timeOf(a))
  return newestFirst.find(({ metadata }) => metadata?.deletionTimestamp === undefined) ?? newestFirst[0]
}

const timeOf = ({ metadata }: V1Pod): number => new Date(metadata?.creationTimestamp ?? 0).getTime()

/** When a container's program began that runs now. */
export function runningSince(parts: Parts): string | undefined {
  const status = currentPod(parts)?.status?.containerStatuses?.[0]
  return isoTime(status?.state?.running?.startedAt)
}

/** Times come as dates from calls and as texts from watches. */
const isoTime = (time: Date | string | undefined | null): string | undefined =>
  time === undefined || time === null ? undefined : new Date(time).toISOString()

/** As its Service was made, whatever the settings are by now: what has node ports keeps them. */
function portsOf({ deployment, service }: Parts, ingress: Ingress | null, instance: string) {
  const of = deployment.metadata?.annotations ?? {}
  const label = (port: number) =>
    hostLabel(of[annotations.name] ?? '', port, of[annotations.account] ?? '', instance)
  const reached = ({ port, nodePort }: V1ServicePort): ObservedContainer['ports'] => {
    if (service?.spec?.type === 'ClusterIP') {
      if (ingress === null) return []
      const { scheme, domain } = ingress
      return [
        { guest: port, host: scheme === 'https' ? 443 : 80, url: `${scheme}://${label(port)}.${domain}/` },
      ]
    }
    return nodePort === undefined ? [] : [{ guest: port, host: nodePort }]
  }
  return (service?.spec?.ports ?? []).flatMap(reached).toSorted((a, b) => a.guest - b.guest)
}
