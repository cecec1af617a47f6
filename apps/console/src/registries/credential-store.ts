import { BerthError, type RegistryCredential, type RegistryLogin } from '@berth/contract'
import { mostRegistries } from '@berth/lending'
import type { Pool } from 'pg'
import { addTellRegistries } from '../jobs/job-names.ts'
import type { Secrets } from '../secrets/secrets.ts'

interface Row {
  readonly registry: string
  readonly user: string
  readonly password: Buffer
  readonly updatedAt: Date
}

const columns = `registry, user_name as "user", password, updated_at as "updatedAt"`

/** What a password is sealed for. */
const purpose = (account: string, registry: string): string => `registry-password:${account}:${registry}`

const view = ({ registry, user, updatedAt }: Row): RegistryCredential => ({
  registry,
  user,
  updatedAt: updatedAt.toISOString(),
})

/** Where an account is logged in, without the passwords. */
export async function listCredentials(pool: Pool, account: string): Promise<RegistryCredential[]> {
  const text = `select ${columns} from registry_credentials where account = $1 order by registry`
  return (await pool.query<Row>(text, [account])).rows.map(view)
}

/** The account's logins, opened: for the agents that pull, at all registries or at one. */
export async function openLogins(
  { pool, secrets }: { readonly pool: Pool; readonly secrets: Secrets },
  account: string,
  registry: string | null = null,
): Promise<RegistryLogin[]> {
  const { rows } = await pool.query<Row>(
    `select ${columns} from registry_credentials
     where account = $1 and ($2::text is null or registry = $2) order by registry`,
    [account, registry],
  )
  return rows.map((row) => ({
    registry: row.registry,
    user: row.user,
    password: secrets.open(row.password, purpose(account, row.registry)),
  }))
}

/** Keeps a login in the place of an earlier one, and has it made known. Throws `registries-exceeded`. */
export async function setCredential(
  { pool, secrets }: { readonly pool: Pool; readonly secrets: Secrets },
  account: string,
  { registry, user, password }: RegistryLogin,
): Promise<RegistryCredential> {
  const { rows } = await pool.query<Row>(
    `with put as (
       insert into registry_credentials (account, registry, user_name, password)
       select $1, $2, $3, $4
       where (select count(*) from registry_credentials where account = $1 and registry <> $2) < $5
       on conflict (account, registry) do update
         set user_name = excluded.user_name, password = excluded.password, updated_at = now()
       returning *),
     told as (select ${addTellRegistries('account')} from put)
     select ${columns}, (select count(*) from told) from put`,
    [account, registry, user, secrets.seal(password, purpose(account, registry)), mostRegistries],
  )
  const [row] = rows
  if (row === undefined) throw new BerthError('registries-exceeded', { max: mostRegistries })
  return view(row)
}

/** Forgets a login, everywhere. False if there was none. */
export async function deleteCredential(pool: Pool, account: string, registry: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `with gone as (delete from registry_credentials where account = $1 and registry = $2 returning account)
     select ${addTellRegistries('account')} from gone`,
    [account, registry],
  )
  return rowCount === 1
}
