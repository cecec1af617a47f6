import { agentDeadlines } from '@berth/contract'
import { agentError } from '../backends/agent-error.ts'
import type { ConnectedBackend } from '../backends/backends.ts'
import { keptLoginOf } from '../registries/installation-registry.ts'
import { openLogins } from '../registries/credential-store.ts'
import type { PullContext } from '../registries/pull-by-right.ts'

/**
 * Makes an account's logins, as they are now, known to every backend that keeps them. Safe to repeat; tried again until
 * all have answered.
 */
export async function tellRegistries(context: PullContext, account: string): Promise<void> {
  const keeping = context.backends.all().filter(({ row }) => row.info?.capabilities.pullSecrets === true)
  const results = await Promise.allSettled(keeping.map((backend) => tellAt(context, backend, account)))
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

/** The same for one backend. */
export async function tellAt(
  context: Pick<PullContext, 'pool' | 'secrets' | 'registry'>,
  { row, client }: ConnectedBackend,
  account: string,
): Promise<void> {
  const { registry } = context
  const own = registry === null ? [] : [keptLoginOf(registry)]
  const logins = [...(await openLogins(context, account)), ...own]
  const signal = AbortSignal.timeout(agentDeadlines.credentials)
  await client
    .setRegistryCredentials({ params: { account }, body: { logins }, signal })
    .catch((error: unknown) => {
      throw agentError(error, row.name)
    })
}
