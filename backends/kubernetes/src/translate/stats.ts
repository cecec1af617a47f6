import type { Stats } from '@berth/contract'
import { quantity } from './quantity.ts'

/** What metrics.k8s.io/v1beta1 tells of a pod: https://github.com/kubernetes/metrics/blob/master/pkg/apis/metrics/v1beta1/types.go */
export interface PodMetrics {
  readonly timestamp: string
  readonly containers: readonly { readonly usage: { readonly cpu: string; readonly memory: string } }[]
}

/** A reading in the contract's words. Of the network and of processes these metrics say nothing. */
export function toStats({ timestamp, containers }: PodMetrics, memoryLimit: string | undefined): Stats {
  const sum = (of: 'cpu' | 'memory') =>
    containers.reduce((total, { usage }) => total + quantity(usage[of]), 0)
  return {
    time: new Date(timestamp).toISOString(),
    cpus: sum('cpu'),
    memory: sum('memory'),
    memoryLimit: quantity(memoryLimit),
    networkReceived: null,
    networkSent: null,
    pids: null,
  }
}
