import { isOwnReference } from '@berth/lending'
import { publicOnes } from '../registries/private-repositories.ts'
import type { Pool } from 'pg'
import type { ConnectedBackend } from '../backends/backends.ts'

/**
 * Opens an account's build endpoint at a backend, or puts new terms in force there: what the account may use is
 * judged now.
 */
export async function openBuildEndpoint(
  pool: Pool,
  backend: ConnectedBackend,
  account: string,
): Promise<{ readonly socketPath: string }> {
  const lying = await lyingImages(backend)
  return backend.client.openBuildEndpoint({
    params: { account },
    body: await buildTerms(pool, backend.row.name, account, lying),
  })
}

/** Public images that lie at a backend: they may be built upon as they lie, just as containers are made from them. */
export async function lyingImages({ client }: ConnectedBackend): Promise<string[]> {
  const listed = await client.listImages({ signal: AbortSignal.timeout(30_000) })
  return listed.map(({ reference }) => reference).filter((reference) => !isOwnReference(reference))
}

/** On what terms an account builds at a backend now. */
export async function buildTerms(
  pool: Pool,
  backend: string,
  account: string,
  lying: readonly string[],
): Promise<{ allowedImages: string[] }> {
  const { rows } = await pool.query<{ reference: string }>(
    `select reference from images where $2 = any(backends) and (owner = $1 or shared) and not removing`,
    [account, backend],
  )
  return { allowedImages: [...rows.map(({ reference }) => reference), ...(await publicOnes(pool, lying))] }
}
