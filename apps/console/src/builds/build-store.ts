import { BerthError } from '@berth/contract'
import type { Pool } from 'pg'
import type { StoredReason } from '../database/schema.ts'
import { tellBuild } from '../events/change.ts'
import { unheld } from '../jobs/lease.ts'
import { buildColumns, type BuildRow } from './build-row.ts'

/** Of one account: builds that have not ended, and builds that are remembered. */
const mostGoing = 5
const mostKept = 30

/** Records a build that begins. Throws `too-many-builds`; the oldest that have ended are forgotten. */
export async function insertBuild(
  pool: Pool,
  build: Pick<BuildRow, 'account' | 'reference' | 'backend' | 'replica'>,
): Promise<BuildRow> {
  const { account, reference, backend, replica } = build
  const { rows } = await pool.query<BuildRow>(
    `with added as (
       insert into builds (account, reference, backend, replica)
       select $1, $2, $3, $4
       where (select count(*) from builds where account = $1 and ended_at is null) < ${mostGoing}
       returning *),
     forgotten as (
       delete from builds where ended_at is not null and id in (
         select id from builds where account = $1 order by created_at desc offset ${mostKept - 1})
       returning id, account)
     select ${buildColumns('added')}, ${tellBuild('added')},
       (select count(*) from (select ${tellBuild('forgotten')} from forgotten) t) from added`,
    [account, reference, backend, replica],
  )
  const [row] = rows
  if (row === undefined) throw new BerthError('too-many-builds', { max: mostGoing })
  return row
}

/** The account's latest, the newest first. */
export async function listBuilds(pool: Pool, account: string): Promise<BuildRow[]> {
  const text = `select ${buildColumns('b')} from builds b where b.account = $1
    order by b.created_at desc limit ${mostKept}`
  return (await pool.query<BuildRow>(text, [account])).rows
}

export async function findBuilds(pool: Pool, ids: readonly string[]): Promise<BuildRow[]> {
  const text = `select ${buildColumns('b')} from builds b where b.id = any($1::uuid[])`
  return (await pool.query<BuildRow>(text, [ids])).rows
}

/** Its files are there. False if it has ended meanwhile. */
export async function noteReceived(pool: Pool, id: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `with noted as (update builds set state = 'building' where id = $1 and state = 'receiving' returning id, account)
     select ${tellBuild('noted')} from noted`,
    [id],
  )
  return rowCount === 1
}

/** Ends a build that goes; one that has ended stays as it is. */
export async function endBuild(
  pool: Pool,
  id: string,
  state: 'done' | 'failed' | 'cancelled',
  reason: StoredReason | null = null,
): Promise<void> {
  await pool.query(
    `with ended as (
       update builds set state = $2, reason = $3::jsonb, ended_at = now()
       where id = $1 and ended_at is null returning id, account)
     select ${tellBuild('ended')} from ended`,
    [id, state, reason === null ? null : JSON.stringify(reason)],
  )
}

/** Forgets a build and its log. */
export async function deleteBuild(pool: Pool, id: string): Promise<void> {
  await pool.query(
    `with gone as (delete from builds where id = $1 returning id, account) select ${tellBuild('gone')} from gone`,
    [id],
  )
}

/** Ends the builds whose replica is gone, and the connection to their agent with it. */
export async function endLostBuilds(pool: Pool): Promise<void> {
  await pool.query(`
    with lost as (
      update builds set state = 'failed', reason = '{"code":"build-interrupted","params":{}}', ended_at = now()
      where ended_at is null and ${unheld(`'replica:' || replica`)} returning id, account)
    select ${tellBuild('lost')} from lost`)
}
