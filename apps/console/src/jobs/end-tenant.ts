import { agentDeadlines } from '@berth/contract'
import { agentError } from '../backends/agent-error.ts'
import type { ConnectedBackend } from '../backends/backends.ts'
import type { PullContext } from '../registries/pull-by-right.ts'

/**
 * Ends what an account that was disabled or deleted has on the backends beside containers: what was issued to its own
 * tools is refused from now on, its network or namespace goes where nothing is in it. Safe to repeat; tried again
 * until every backend has answered.
 */
export async function endTenant(
  { pool, backends }: Pick<PullContext, 'pool' | 'backends'>,
  account: string,
): Promise<void> {
  const { rowCount } = await pool.query('select from accounts where name = $1 and not disabled', [account])
  if (rowCount !== 0) return
  const results = await Promise.allSettled(backends.all().map((backend) => endAt(backend, account)))
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

async function endAt({ row, client }: ConnectedBackend, account: string): Promise<void> {
  const params = { account }
  const signal = AbortSignal.timeout(agentDeadlines.credentials + agentDeadlines.remove)
  try {
    if (row.info?.capabilities.credentials === true) await client.revokeTenantCredentials({ params, signal })
    await client.removeTenant({ params, signal })
  } catch (error) {
    throw agentError(error, row.name)
  }
}
