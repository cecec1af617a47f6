import { hardeningLacks, isHardened } from '@berth/lending'
import type { Warning } from '../context.ts'
import type { BackendRow } from './backend-row.ts'

type Row = Pick<
  BackendRow,
  'name' | 'reachable' | 'lending' | 'allowUnhardened' | 'allowUnmapped' | 'unknownContainers' | 'info'
>

/**
 * What administrators are to be warned of: a backend without protections lends only because the operator said so, and
 * browsers send a host's cookies to all its ports. `hostName`: the console's, null where nobody else reaches it.
 */
export function backendWarnings(rows: readonly Row[], hostName: string | null): Warning[] {
  const warnings = rows.flatMap((row): Warning[] => [
    ...(hardeningLacks(row.info) ? [{ code: 'backend-not-hardened' as const, backend: row.name }] : []),
    ...(row.reachable && row.info?.runtimeReachable === true
      ? []
      : [{ code: 'backend-unreachable' as const, backend: row.name }]),
    ...(hostName !== null && publishesAt(row, hostName)
      ? [{ code: 'shared-host-name' as const, backend: row.name }]
      : []),
    ...(row.unknownContainers > 0
      ? [{ code: 'unknown-containers' as const, backend: row.name, count: row.unknownContainers }]
      : []),
  ])
  return rows.some((row) => row.lending && isHardened(row)) ? warnings : [...warnings, { code: 'no-backend' }]
}

function publishesAt({ info }: Row, hostName: string): boolean {
  if (info?.address === undefined) return false
  return info.address === null || info.address.toLowerCase() === hostName.toLowerCase()
}
