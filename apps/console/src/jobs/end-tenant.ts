import { agentDeadlines } from '@berth/contract'
import { agentError } from '../backends/agent-error.ts'
import type { ConnectedBackend } from '../backends/backends.ts'
import { removeDeparted, splitDeparted } from '../images/departed-images.ts'
import type { PullContext } from '../registries/pull-by-right.ts'

export type EndContext = Pick<PullContext, 'pool' | 'backends'> & { readonly instance: string }

/**
 * Ends what an account that was disabled or deleted has on the backends beside containers: what was issued to its own
 * tools is refused from now on, its network or namespace goes where nothing is in it, and so do a deleted one's images.
 * Safe to repeat; tried again until every backend has answered.
 */
export async function endTenant(context: EndContext, account: string): Promise<void> {
  const { pool, backends } = context
  const { rowCount } = await pool.query('select from accounts where name = $1 and not disabled', [account])
  const works = backends
    .all()
    .flatMap((backend) => [
      endImagesAt(context, backend),
      ...(rowCount === 0 ? [endAt(backend, account)] : []),
    ])
  for (const result of await Promise.allSettled(works)) if (result.status === 'rejected') throw result.reason
}

/** Those of any deleted account. A backend that is away is cleared when it is compared again. */
async function endImagesAt({ pool, instance }: EndContext, backend: ConnectedBackend): Promise<void> {
  const { row, client } = backend
  if (!row.reachable || row.info?.capabilities.images !== true) return
  const listed = await client
    .listImages({ signal: AbortSignal.timeout(agentDeadlines.remove) })
    .catch((error: unknown) => {
      throw agentError(error, row.name)
    })
  await removeDeparted(backend, (await splitDeparted(pool, listed, instance)).departed)
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
