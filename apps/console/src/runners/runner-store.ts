import { and, eq } from 'drizzle-orm'
import type { Pool } from 'pg'
import type { Database } from '../database/connect.ts'
import { runners, type StoredReason } from '../database/schema.ts'
import { tellRunner } from '../events/change.ts'

export type RunnerRow = typeof runners.$inferSelect

/** What a runner's token is sealed for. */
export const runnerPurpose = (account: string): string => `runner-token:${account}`

const columns = `r.id, r.account, r.gitlab_url as "gitlabUrl", r.token, r.wanted, r.state, r.reason, r.backend,
  r.created_at as "createdAt", r.removed_at as "removedAt"`

/** The account's, those that are being removed too; the present one first. */
export async function findRunners(pool: Pool, account: string): Promise<RunnerRow[]> {
  const text = `select ${columns} from runners r where r.account = $1 order by r.wanted, r.created_at desc`
  return (await pool.query<RunnerRow>(text, [account])).rows
}

/** Everybody's, each with whether its account may use it now. */
export async function listRunners(pool: Pool): Promise<(RunnerRow & { readonly enabled: boolean })[]> {
  const { rows } = await pool.query<RunnerRow & { enabled: boolean }>(
    `select ${columns}, exists (select from accounts a where a.name = r.account and not a.disabled) as enabled
     from runners r order by r.created_at`,
  )
  return rows
}

/** Puts a runner in the place of the account's earlier one, which will be removed. `kept`: removals called off. */
export async function replaceRunner(
  pool: Pool,
  account: string,
  gitlabUrl: string,
  token: Buffer,
  kept: readonly string[],
): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('select from accounts where name = $1 for update', [account])
    await client.query('delete from runners where id = any($1::uuid[])', [kept])
    await client.query(removal, [account])
    await client.query(
      `with added as (insert into runners (account, gitlab_url, token) values ($1, $2, $3) returning account)
       select ${tellRunner('added')} from added`,
      [account, gitlabUrl, token],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

const removal = `with gone as (
    update runners set wanted = 'removed', removed_at = now() where account = $1 and wanted = 'present' returning account)
  select ${tellRunner('gone')} from gone`

/** The account's runner will be stopped and taken back from GitLab. */
export async function removeRunner(pool: Pool, account: string): Promise<void> {
  await pool.query(removal, [account])
}

/** The same as part of a transaction. */
export async function removeRunners(database: Pick<Database, 'update'>, account: string): Promise<void> {
  await database
    .update(runners)
    .set({ wanted: 'removed', removedAt: new Date() })
    .where(and(eq(runners.account, account), eq(runners.wanted, 'present')))
}

/** Notes how a runner is, and tells if that is new. */
export async function noteRunner(
  pool: Pool,
  id: string,
  state: RunnerRow['state'],
  reason: StoredReason | null,
  backend: string | null,
): Promise<void> {
  await pool.query(
    `with noted as (
       update runners set state = $2, reason = $3::jsonb, backend = $4
       where id = $1 and (state, reason, backend) is distinct from ($2, $3::jsonb, $4) returning account)
     select ${tellRunner('noted')} from noted`,
    [id, state, reason === null ? null : JSON.stringify(reason), backend],
  )
}

/** Forgets a runner and its token. */
export async function forgetRunner(pool: Pool, id: string): Promise<void> {
  await pool.query(
    `with gone as (delete from runners where id = $1 returning account) select ${tellRunner('gone')} from gone`,
    [id],
  )
}
