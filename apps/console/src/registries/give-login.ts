import { isOwnReference, placeOf } from '@berth/lending'
import type { Pool } from 'pg'
import type { ConnectedBackend } from '../backends/backends.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { openLogins } from './credential-store.ts'
import { notePrivate } from './private-repositories.ts'

export interface LoginGiver {
  readonly pool: Pool
  /** For what must not be lost even with PostgreSQL's machine: that an image is private. */
  readonly durable: Pool
  readonly secrets: Secrets
}

/** Milliseconds. */
const patience = 10_000

/**
 * Answers a backend where a build waits for its account's login at the registry of a base image. The repository is
 * noted as private before; only accounts that build there are spoken for.
 */
export async function giveLogin(
  { pool, durable, secrets }: LoginGiver,
  { row, client }: ConnectedBackend,
  { account, reference }: { readonly account: string; readonly reference: string },
): Promise<void> {
  const asked = !isOwnReference(reference) && (await buildsAt(pool, account, row.name))
  const [login] = asked ? await openLogins({ pool, secrets }, account, placeOf(reference).registry) : []
  if (login !== undefined) await notePrivate(durable, reference, false)
  const body = { reference, login: login ?? null }
  await client.giveLogin({ params: { account }, body, signal: AbortSignal.timeout(patience) })
}

/** From the console, or by a runner's jobs. */
async function buildsAt(pool: Pool, account: string, backend: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from builds where account = $1 and backend = $2 and ended_at is null
     union all
     select from runners where account = $1 and backend = $2 and wanted = 'present'`,
    [account, backend],
  )
  return rowCount !== 0
}
