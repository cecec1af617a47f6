import type { Backend } from '@berth/contract'
import { isHardened } from '@berth/lending'
import type { BackendRow } from './backend-row.ts'

/** A backend as an account sees it: where it is and how safe is for administrators alone. */
export function viewBackend(row: BackendRow, administrator: boolean): Backend {
  const { info } = row
  return {
    name: row.name,
    kind: info?.kind ?? 'unknown',
    reachable: row.reachable && info?.runtimeReachable === true,
    lending: row.lending && isHardened(row),
    capabilities: info?.capabilities ?? null,
    room: info?.room ?? null,
    ...(row.lastSeenAt === null ? {} : { lastSeenAt: row.lastSeenAt.toISOString() }),
    ...(info?.buildLimits === undefined ? {} : { buildLimits: info.buildLimits }),
    ...(administrator ? detailsOf(row) : {}),
  }
}

function detailsOf(row: BackendRow): Partial<Backend> {
  return {
    url: row.url,
    managed: row.managed,
    allowUnhardened: row.allowUnhardened || (row.allowUnmapped && isHardened(row)),
    ...(row.info === null ? {} : { version: row.info.version, hardening: row.info.hardening }),
    ...(row.error === null ? {} : { error: row.error }),
  }
}
