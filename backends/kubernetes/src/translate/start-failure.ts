import type { V1Pod } from '@kubernetes/client-node'
import { BerthError } from '@berth/contract'
import { sentence } from './kubernetes-error.ts'
import { hasNotBegun, type Parts, currentPod } from './observed-container.ts'

/** The scheduler may first have to hear of what was just given back. */
const roomPatienceMs = 5_000

/** The kubelet hears of an account's logins a little later than the agent has put them down. */
const loginsLateMs = 5_000
/** By then it has tried again: it waits 10 s before the second time (kubernetes/pkg/kubelet, imageBackOffPeriod). */
const secondPullMs = 20_000

/** What was asked for, and when somebody looks. */
export interface Start {
  readonly image: string
  readonly command: string
  readonly nowMs: number
  /** When the account's logins last became others, if that is known. */
  readonly loginsChangedMs?: number | undefined
}

/** Why a container will not start, in the contract's words; undefined: it may still. */
export function startFailure(parts: Parts, start: Start): BerthError | undefined {
  const refused = parts.deployment.status?.conditions?.find(
    ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
  )
  if (refused !== undefined) return new BerthError('no-room')
  const pod = currentPod(parts)
  if (pod === undefined) return undefined
  const failure = containerFailure(pod, start)
  if (failure?.code === 'image-not-found' && mayHaveMissedLogins(pod, start)) return undefined
  return failure ?? roomFailure(pod, start.nowMs)
}

function mayHaveMissedLogins(pod: V1Pod, { nowMs, loginsChangedMs = -Infinity }: Start): boolean {
  const since = madeMs(pod, nowMs)
  return since - loginsChangedMs < loginsLateMs && nowMs - since < secondPullMs
}

const madeMs = ({ metadata }: V1Pod, nowMs: number): number =>
  new Date(metadata?.creationTimestamp ?? nowMs).getTime()

function roomFailure(pod: V1Pod, nowMs: number): BerthError | undefined {
  const scheduled = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')
  const patient = nowMs - madeMs(pod, nowMs) < roomPatienceMs
  return scheduled?.reason === 'Unschedulable' && !patient ? new BerthError('no-room') : undefined
}

function containerFailure(pod: V1Pod, { image, command }: Start): BerthError | undefined {
  const status = pod.status?.containerStatuses?.[0]
  const waiting = status?.state?.waiting
  switch (waiting?.reason) {
    case 'ErrImagePull':
    case 'ImagePullBackOff':
    case 'InvalidImageName':
    case 'ImageInspectError':
    case 'RegistryUnavailable':
      return pullFailure(waiting.message ?? '', image)
    case 'RunContainerError':
    case 'CreateContainerError':
    case 'CreateContainerConfigError':
      return programFailure(waiting.message ?? '', command)
  }
  const end = status?.state?.terminated ?? status?.lastState?.terminated
  return end !== undefined && hasNotBegun(end) ? programFailure(end.message ?? '', command) : undefined
}

function programFailure(message: string, command: string): BerthError {
  return /executable file[^:]* not found|no such file or directory|permission denied|exec format error|no command specified/i.test(
    message,
  )
    ? new BerthError('command-not-found', { command })
    : new BerthError('start-failed', { message: sentence(message) })
}

/** The kubelet's words, which are containerd's or Docker's. */
function pullFailure(message: string, image: string): BerthError {
  const registry = image.split('/', 1)[0] ?? ''
  if (/not found|denied|unauthorized|manifest unknown|does not exist|invalid/i.test(message))
    return new BerthError('image-not-found', { image })
  if (/lookup |dial tcp|timeout|connection (refused|reset)|no such host|EOF|TLS|x509/i.test(message))
    return new BerthError('registry-unreachable', { registry })
  // The back-off's own words do not tell the reason.
  return /back-off/i.test(message)
    ? new BerthError('image-not-found', { image })
    : new BerthError('pull-failed', { message: sentence(message) })
}
