import { setTimeout as delay } from 'node:timers/promises'
import type { Stats } from '@berth/contract'
import type { KubernetesContext } from './context.ts'
import { runningPod } from './lookup.ts'
import { readMetrics, refuseWithoutMetrics } from './metrics.ts'
import { toBerthError } from './translate/kubernetes-error.ts'
import type { Parts } from './translate/observed-container.ts'
import { toStats } from './translate/stats.ts'

/** Metrics cannot be watched. The metrics server reads the kubelets every 15 s unless told otherwise. */
const pauseMs = 5_000

/**
 * One reading, or each new one of the cluster's metrics until the container ends or `signal` aborts. A container that
 * has just started has none for a while: it is waited for.
 */
export async function* getContainerStats(
  context: KubernetesContext,
  id: string,
  { follow, signal }: { follow: boolean; signal: AbortSignal },
): AsyncGenerator<Stats> {
  try {
    let pod = await runningPod(context, id)
    await refuseWithoutMetrics(context.cluster)
    let last = ''
    while (!signal.aborted) {
      const metrics = await readMetrics(context.cluster, pod)
      if (metrics === undefined) pod = await runningPod(context, id)
      else if (metrics.timestamp !== last) {
        last = metrics.timestamp
        yield toStats(metrics, memoryLimitOf(pod.parts))
        if (!follow) return
      }
      await delay(pauseMs, undefined, { signal })
    }
  } catch (error) {
    if (!signal.aborted) throw toBerthError(error)
  }
}

const memoryLimitOf = ({ deployment }: Parts): string | undefined =>
  deployment.spec?.template.spec?.containers[0]?.resources?.limits?.['memory']
