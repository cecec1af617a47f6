import { hardeningLacks, isHardened } from '@berth/lending'
import type { Warning } from '../context.ts'
import type { BackendRow } from './backend-row.ts'

/** What administrators are to be warned of: a backend without protections lends only because the operator said so. */
export function backendWarnings(rows: readonly BackendRow[]): Warning[] {
  const warnings = rows.flatMap((row): Warning[] => [
    ...(hardeningLacks(row.info) ? [{ code: 'backend-not-hardened' as const, backend: row.name }] : []),
    ...(row.reachable && row.info?.runtimeReachable === true
      ? []
      : [{ code: 'backend-unreachable' as const, backend: row.name }]),
    ...(row.unknownContainers > 0
      ? [{ code: 'unknown-containers' as const, backend: row.name, count: row.unknownContainers }]
      : []),
  ])
  return rows.some((row) => row.lending && isHardened(row)) ? warnings : [...warnings, { code: 'no-backend' }]
}
