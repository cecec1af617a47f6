import { isDeepStrictEqual } from 'node:util'
import { isOwnReference } from '@berth/lending'
import { reachingBackends } from '../registries/installation-registry.ts'
import { publicOnes } from '../registries/private-repositories.ts'
import type { Pool } from 'pg'
import type { ConnectedBackend } from '../backends/backends.ts'

type BuildTerms = Parameters<ConnectedBackend['client']['openBuildEndpoint']>[0]['body']

/**
 * Opens an account's build endpoint at a backend, or puts new terms in force there: what the account may use is
 * judged now.
 */
export async function openBuildEndpoint(
  pool: Pool,
  backend: ConnectedBackend,
  account: string,
  lying?: readonly string[],
): Promise<{ readonly socketPath: string }> {
  const images = lying ?? (await lyingImages(backend))
  return sendTerms(
    () => buildTerms(pool, backend.row.name, account, images),
    (body) =>
      backend.client.openBuildEndpoint({ params: { account }, body, signal: AbortSignal.timeout(60_000) }),
  )
}

/** Sends terms until those that were sent are still true: what another had read before may come to lie above them. */
export async function sendTerms<T>(
  read: () => Promise<BuildTerms>,
  send: (terms: BuildTerms) => Promise<T>,
): Promise<T> {
  for (let terms = await read(); ;) {
    const answer = await send(terms)
    const now = await read()
    if (isDeepStrictEqual(now, terms)) return answer
    terms = now
  }
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
): Promise<BuildTerms> {
  const { rows } = await pool.query<{
    reference: string
    backends: string[]
    here: boolean
    reached: boolean
  }>(
    `select i.reference, i.backends, $2 = any(i.backends) as here, $2 = any(${reachingBackends('i')}) as reached
     from images i where (i.owner = $1 or i.shared) and not i.removing order by i.reference`,
    [account, backend],
  )
  const own = rows.filter(({ here }) => here).map(({ reference }) => reference)
  return {
    allowedImages: [...own, ...(await publicOnes(pool, lying))],
    elsewhere: rows
      .filter(({ here }) => !here)
      .map(({ reference, backends, reached }) => ({ reference, backends, stored: reached })),
  }
}
