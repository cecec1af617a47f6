import { agentDeadlines } from '@berth/contract'
import { agentError } from '../backends/agent-error.ts'
import type { Backends } from '../backends/backends.ts'

/** Revokes an account's credentials on each of the backends named. Tries all of them; throws the first failure. */
export async function revokeCredentials(
  backends: Pick<Backends, 'get'>,
  account: string,
  names: readonly string[],
): Promise<void> {
  const results = await Promise.allSettled(
    names.map(async (name) => {
      const signal = AbortSignal.timeout(agentDeadlines.credentials)
      try {
        await backends.get(name).client.revokeTenantCredentials({ params: { account }, signal })
      } catch (error) {
        throw agentError(error, name)
      }
    }),
  )
  for (const result of results) if (result.status === 'rejected') throw result.reason
}
