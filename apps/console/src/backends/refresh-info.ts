import type { AgentInfo } from '@berth/contract'
import type { Pool } from 'pg'
import { recordStatus } from './backend-row.ts'
import type { ConnectedBackend } from './backends.ts'

/** Milliseconds. */
const deadline = 10_000

/** Asks an agent what it is and has room for, and records it. */
export async function refreshInfo(
  pool: Pool,
  { row, client }: Pick<ConnectedBackend, 'row' | 'client'>,
): Promise<AgentInfo> {
  const info = await client.getInfo({ signal: AbortSignal.timeout(deadline) })
  await recordStatus(pool, row.name, { reachable: true, error: null, info }, true)
  return info
}
