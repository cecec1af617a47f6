import type { ObservedContainer } from '@berth/contract'
import { isNewer, judgeAbsent, judgeObserved, type Outcome, type Told } from '@berth/lending'
import type { Pool } from 'pg'
import type { ContainerRow } from '../containers/container-row.ts'
import { wakeWaiters } from '../containers/room-waiters.ts'
import { tellContainer } from '../events/change.ts'
import { addConverge } from '../jobs/job-names.ts'

/** A row as far as judging needs it. `version` changes with every change of the row (PostgreSQL's xmin). */
export type JudgedRow = Pick<
  ContainerRow,
  | 'id'
  | 'wanted'
  | 'state'
  | 'reason'
  | 'observed'
  | 'restartGeneration'
  | 'restartedGeneration'
  | 'claimedBy'
> & { readonly version: string }

const judgedColumns = `id, wanted, state, reason, observed, restart_generation as "restartGeneration",
  restarted_generation as "restartedGeneration", claimed_by as "claimedBy", xmin::text as version`

export async function rowsToJudge(pool: Pool, ids: readonly string[]): Promise<JudgedRow[]> {
  const text = `select ${judgedColumns} from containers where id = any($1::uuid[])`
  return (await pool.query<JudgedRow>({ name: 'rows-to-judge', text, values: [ids] })).rows
}

export async function rowsOfBackend(pool: Pool, backend: string): Promise<JudgedRow[]> {
  const text = `select ${judgedColumns} from containers where backend = $1`
  return (await pool.query<JudgedRow>({ name: 'rows-of-backend', text, values: [backend] })).rows
}

/** `later`: it is being worked on, or was changed meanwhile. `failed`: its program ended badly. */
export type Recorded = 'unchanged' | 'recorded' | 'later' | 'failed'

/** Records what the runtime says of a container and what that means. */
export async function recordObserved(
  pool: Pool,
  row: JudgedRow,
  observed: ObservedContainer,
  told: Told,
): Promise<Recorded> {
  const known = row.observed
  if (!isNewer(known, observed)) return 'unchanged'
  const outcome = judgeObserved({ ...row, restarting: isRestarting(row) }, observed, told)
  const same = known !== null && known.state === observed.state && known.startedAt === observed.startedAt
  if (same && outcome.reason === 'keep' && outcome.state === row.state && !outcome.converge)
    return 'unchanged'
  if (same && outcome.state === row.state && outcome.wanted === row.wanted && !outcome.converge)
    return 'unchanged'
  if (row.claimedBy !== null) return 'later'
  if (!(await record(pool, row, outcome, observed))) return 'later'
  return outcome.state === 'failed' && outcome.state !== row.state ? 'failed' : 'recorded'
}

/** Records that a backend that answers does not have a container. */
export async function recordAbsent(pool: Pool, row: JudgedRow): Promise<Recorded> {
  const outcome = judgeAbsent({ ...row, restarting: isRestarting(row) })
  if (row.observed === null && !outcome.converge) return 'unchanged'
  if (row.claimedBy !== null) return 'later'
  return (await record(pool, row, outcome, null)) ? 'recorded' : 'later'
}

const isRestarting = (row: JudgedRow) => row.restartGeneration > row.restartedGeneration

async function record(
  pool: Pool,
  row: JudgedRow,
  outcome: Outcome,
  observed: ObservedContainer | null,
): Promise<boolean> {
  const settled = outcome.state !== 'creating' && outcome.state !== 'pulling' && outcome.state !== 'removing'
  const { rowCount } = await pool.query({
    name: 'record-observed',
    text: `
      with recorded as (update containers c set wanted = $3, state = $4,
          reason = case when $5 then c.reason else $6::jsonb end, observed = $7::jsonb,
          progress = case when $8 then null when $9 then '{"stage":"starting"}' else c.progress end,
          deadline = case when $8 then null else c.deadline end,
          generation = c.generation + case when c.wanted <> $3 then 1 else 0 end, updated_at = now()
        where c.id = $1 and c.xmin = $2::xid and c.claimed_by is null
        returning c.id, c.account, c.turn, c.state, c.backend),
      woken as (${wakeWaiters(`(select backend from recorded where state in ('stopped', 'failed'))`)}),
      job as (select ${addConverge('recorded', '0')} from recorded where $10),
      told as (select ${tellContainer('recorded')} from recorded)
      select id, (select count(*) from job), (select count(*) from told), (select count(*) from woken) from recorded`,
    values: [
      row.id,
      row.version,
      outcome.wanted,
      outcome.state,
      outcome.reason === 'keep',
      outcome.reason === 'keep' || outcome.reason === null ? null : JSON.stringify(outcome.reason),
      observed === null ? null : JSON.stringify(observed),
      settled && !outcome.converge,
      outcome.state === 'creating' && row.state !== 'creating',
      outcome.converge,
    ],
  })
  return rowCount === 1
}
