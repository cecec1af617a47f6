import { isOwnReference } from '@berth/lending'
import type { Pool } from 'pg'
import type { ConnectedBackend } from '../backends/backends.ts'

/**
 * Opens an account's build endpoint at a backend, or puts new terms in force there: what the account may use is
 * judged now. Public images that lie there may be built upon as they lie, just as containers are made from them.
 */
export async function openBuildEndpoint(
  pool: Pool,
  { row, client }: ConnectedBackend,
  account: string,
): Promise<{ readonly socketPath: string }> {
  const [{ rows }, listed] = await Promise.all([
    pool.query<{ reference: string }>(
      `select reference from images where $2 = any(backends) and (owner = $1 or shared) and not removing`,
      [account, row.name],
    ),
    client.listImages({ signal: AbortSignal.timeout(30_000) }),
  ])
  const lying = listed.map(({ reference }) => reference).filter((reference) => !isOwnReference(reference))
  return client.openBuildEndpoint({
    params: { account },
    body: { allowedImages: [...rows.map(({ reference }) => reference), ...lying] },
  })
}
