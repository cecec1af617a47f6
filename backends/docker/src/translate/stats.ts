import type { Stats } from '@berth/contract'

interface Cpu {
  readonly cpu_usage?: { readonly total_usage?: number; readonly percpu_usage?: readonly number[] | null }
  readonly system_cpu_usage?: number
  readonly online_cpus?: number
}

/** What Docker's stats stream sends, as far as it is read here; a stopped container's is full of holes. */
export interface DockerStats {
  readonly read?: string
  readonly cpu_stats?: Cpu
  readonly precpu_stats?: Cpu
  readonly memory_stats?: {
    readonly usage?: number
    readonly limit?: number
    readonly stats?: Readonly<Record<string, number>>
  }
  readonly networks?: Readonly<Record<string, { rx_bytes?: number; tx_bytes?: number }>>
  readonly pids_stats?: { readonly current?: number }
}

/** One reading, or undefined where there is none to tell: the first, without a reading before it, or a stopped container's. */
export function toStats(raw: DockerStats): Stats | undefined {
  const cpus = cpusUsed(raw.cpu_stats, raw.precpu_stats)
  if (cpus === undefined || raw.memory_stats?.usage === undefined) return undefined
  const networks = Object.values(raw.networks ?? {})
  return {
    time: new Date(raw.read ?? Date.now()).toISOString(),
    cpus,
    memory: memoryUsed(raw.memory_stats.usage, raw.memory_stats.stats ?? {}),
    memoryLimit: raw.memory_stats.limit ?? 0,
    networkReceived: networks.reduce((sum, network) => sum + (network.rx_bytes ?? 0), 0),
    networkSent: networks.reduce((sum, network) => sum + (network.tx_bytes ?? 0), 0),
    pids: raw.pids_stats?.current ?? 0,
  }
}

/** As `docker stats` does it, but in CPUs instead of percent. */
function cpusUsed(now: Cpu | undefined, before: Cpu | undefined): number | undefined {
  const used = (now?.cpu_usage?.total_usage ?? 0) - (before?.cpu_usage?.total_usage ?? 0)
  if (now?.system_cpu_usage === undefined || before?.system_cpu_usage === undefined) return undefined
  const passed = now.system_cpu_usage - before.system_cpu_usage
  const online = now.online_cpus ?? now.cpu_usage?.percpu_usage?.length ?? 1
  return passed > 0 && used > 0 ? (used / passed) * online : 0
}

/** Without the file cache that can be given up: `total_inactive_file` in cgroup v1, `inactive_file` in v2 (docker/cli). */
function memoryUsed(usage: number, stats: Readonly<Record<string, number>>): number {
  const cache = stats['total_inactive_file'] ?? stats['inactive_file'] ?? 0
  return cache < usage ? usage - cache : usage
}
