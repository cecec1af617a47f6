import { VersionApi, type V1Node, type V1Pod } from '@kubernetes/client-node'
import type { AgentInfo, Capabilities, Room } from '@berth/contract'
import type { KubernetesContext } from './context.ts'
import { followNetworks } from './follow-networks.ts'
import { inTime } from './in-time.ts'
import { servesMetrics } from './metrics.ts'
import { quantity } from './translate/quantity.ts'
import { labels } from './translate/names.ts'
import { gpuResource } from './translate/objects.ts'
import { isolationCheck } from './translate/pod-networks.ts'

const capabilities: Capabilities = {
  terminal: true,
  attach: true,
  exec: true,
  logs: true,
  stats: false,
  files: true,
  images: false,
  credentials: true,
  gpus: false,
  persistentHome: false,
  persistentFiles: false,
  singularity: false,
  pullSecrets: true,
  registry: true,
}

/** The console waits 10 s for what a backend is. */
const deadlineMs = 8_000

/** What this backend is and has room for. Never fails: a cluster that does not answer is not reachable. */
export async function getInfo(context: KubernetesContext): Promise<AgentInfo> {
  const about = { instance: context.instance, kind: 'kubernetes' }
  try {
    const { core, config } = context.cluster
    const asked = Promise.all([
      config.makeApiClient(VersionApi).getCode(),
      core.listNode(),
      core.listPodForAllNamespaces({ fieldSelector: 'status.phase!=Succeeded,status.phase!=Failed' }),
      servesMetrics(context.cluster),
    ])
    const [version, nodes, pods, stats] = await inTime(asked, deadlineMs)
    const networks = await followNetworks(context, nodes.items)
    const room = roomOf(nodes.items, pods.items, context.instance)
    return {
      ...about,
      version: version.gitVersion,
      runtimeReachable: true,
      capabilities: { ...capabilities, stats, gpus: room.gpus > 0 },
      hardening: [isolationCheck(networks, pods.items, context.instance)],
      room,
    }
  } catch {
    return { ...about, version: '', runtimeReachable: false, capabilities, hardening: [], room: null }
  }
}

/** What nodes that take pods have, less what pods on them have asked for. */
function roomOf(nodes: readonly V1Node[], pods: readonly V1Pod[], instance: string): Room {
  const usable = nodes.filter(({ spec }) => spec?.unschedulable !== true)
  const names = new Set(usable.map(({ metadata }) => metadata?.name))
  const placed = pods.filter(({ spec }) => names.has(spec?.nodeName))
  const has = (name: string) =>
    usable.reduce((sum, { status }) => sum + quantity(status?.allocatable?.[name]), 0)
  const asked = (name: string) =>
    placed
      .flatMap(({ spec }) => spec?.containers ?? [])
      .reduce((sum, { resources }) => sum + quantity(resources?.requests?.[name]), 0)
  return {
    cpus: has('cpu'),
    memory: has('memory'),
    memoryFree: Math.max(0, has('memory') - asked('memory')),
    diskFree: null,
    gpus: has(gpuResource),
    gpusFree: Math.max(0, has(gpuResource) - asked(gpuResource)),
    containers: placed.filter(({ metadata }) => metadata?.labels?.[labels.instance] === instance).length,
  }
}
