import { setTimeout as delay } from 'node:timers/promises'
import { BerthError } from '@berth/contract'
import type { Cluster } from './cluster.ts'
import { statusOf } from './translate/kubernetes-error.ts'
import type { PodMetrics } from './translate/stats.ts'

/** https://github.com/kubernetes/metrics: what a metrics server adds to a cluster's API. */
const api = { group: 'metrics.k8s.io', version: 'v1beta1' } as const

/** A metrics server that hangs must not make the cluster seem to: the console waits 10 s for what a backend is. */
const patienceMs = 5_000

/** Whether the cluster serves metrics now. */
export const servesMetrics = ({ custom }: Pick<Cluster, 'custom'>): Promise<boolean> =>
  Promise.race([
    custom.getAPIResources(api).then(
      () => true,
      () => false,
    ),
    delay(patienceMs, false, { ref: false }),
  ])

/** Throws `capability-missing` where the cluster has no metrics server. */
export async function refuseWithoutMetrics(cluster: Cluster): Promise<void> {
  if (!(await servesMetrics(cluster))) throw new BerthError('capability-missing')
}

/** The latest reading of a pod, if there is one yet. */
export async function readMetrics(
  { custom }: Cluster,
  { name, namespace }: { name: string; namespace: string },
): Promise<PodMetrics | undefined> {
  try {
    return (await custom.getNamespacedCustomObject({ ...api, namespace, plural: 'pods', name })) as PodMetrics
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw error
  }
}
