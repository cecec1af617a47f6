import { isOwnReference, placeOf } from '@berth/lending'
import type { Pool } from 'pg'
import type { ConnectedBackend } from '../backends/backends.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { backendsOfImage } from '../images/find-images.ts'
import { openLogins } from './credential-store.ts'
import { findStored, loginOf, type InstallationRegistry } from './installation-registry.ts'
import { notePrivate } from './private-repositories.ts'

export interface LoginGiver {
  readonly pool: Pool
  /** For what must not be lost even with PostgreSQL's machine: that an image is private. */
  readonly durable: Pool
  readonly secrets: Secrets
  readonly registry: InstallationRegistry | null
}

/** Milliseconds. */
const patience = 10_000

type Answer = Omit<Parameters<ConnectedBackend['client']['giveLogin']>[0]['body'], 'reference'>

interface Wanted {
  readonly account: string
  readonly reference: string
}

/**
 * Answers a backend where a build waits for its account's login at the registry of a base image, or for the way to one
 * of Berth's own. Only accounts that build there are spoken for.
 */
export async function giveLogin(giver: LoginGiver, { row, client }: ConnectedBackend, wanted: Wanted) {
  const { account, reference } = wanted
  const answer = (await buildsAt(giver.pool, account, row.name)) ? await answerOf(giver, wanted) : none
  const body = { reference, ...answer }
  await client.giveLogin({ params: { account }, body, signal: AbortSignal.timeout(patience) })
}

const none: Answer = { login: null }

/** The repository of another's registry is noted as private before. */
async function answerOf(giver: LoginGiver, { account, reference }: Wanted): Promise<Answer> {
  const { pool, durable, secrets, registry } = giver
  if (isOwnReference(reference)) {
    const usable = await backendsOfImage(pool, reference, account).catch(() => null)
    const stored = usable === null ? undefined : await findStored(pool, reference)
    return stored === undefined || registry === null ? none : { login: loginOf(registry), from: stored.from }
  }
  const [login] = await openLogins({ pool, secrets }, account, placeOf(reference).registry)
  if (login !== undefined) await notePrivate(durable, reference, false)
  return { login: login ?? null }
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
