import type { Pool } from 'pg'
import type { StoredReason } from '../database/schema.ts'
import { changesChannel, tellContainer } from '../events/change.ts'
import { addConverge, addPull } from '../jobs/job-names.ts'

/** One pull on a backend. `account`: by whose right; empty: by anybody's. */
export interface Pull {
  readonly backend: string
  readonly image: string
  readonly account: string
}

const its = 'backend = $1 and image = $2 and account = $3'
const waiting = `c.backend = $1 and c.image = $2 and c.pull_as = $3 and c.state = 'pulling' and c.wanted = 'running'`
const key = ({ backend, image, account }: Pull) => [backend, image, account]

/** Records how far a pull is (JSON of the layers; null: as before). False, and the pull forgotten, if nobody waits for it. */
export async function notePull(pool: Pool, pull: Pull, layers: string | null): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'note-pull',
    text: `
      with noted as (update pulls set layers = coalesce($4::jsonb, layers) where ${its}
        and exists (select from containers c where ${waiting}) returning backend, image)
      select backend, case when $4::text is not null then
        pg_notify('${changesChannel}', json_build_object('type', 'pull', 'backend', backend, 'image', image)::text) end
      from noted`,
    values: [...key(pull), layers],
  })
  if (rowCount === 1) return true
  const { rowCount: gone } = await pool.query(
    `delete from pulls where ${its} and not exists (select from containers c where ${waiting})`,
    key(pull),
  )
  return gone === 0 || (await revivePulls(pool)) > 0
}

/** Begins the pulls that containers wait for and nobody is at. Answers how many. */
export async function revivePulls(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `with missing as (
       insert into pulls (backend, image, account)
       select distinct c.backend, c.image, c.pull_as from containers c
       where c.state = 'pulling' and c.wanted = 'running' and c.backend is not null
       on conflict do nothing returning backend, image, account)
     select ${addPull('missing')} from missing`,
  )
  return rowCount ?? 0
}

/**
 * Ends a pull for all who waited: they are converged, or with a reason failed. `proved`: the registry said that the
 * account may have the image.
 */
export async function endPull(
  pool: Pool,
  pull: Pull,
  outcome: { readonly proved: boolean } | { readonly reason: StoredReason },
): Promise<void> {
  const failed = 'reason' in outcome
  const change = failed
    ? `state = 'failed', wanted = 'stopped', progress = null, deadline = null, reason = $4::jsonb`
    : `state = 'creating', progress = '{"stage":"queued"}', reason = null, image_proved = $4::boolean`
  // In this order: who begins to wait meanwhile either sees the pull gone or is seen here.
  await pool.query(`delete from pulls where ${its}`, key(pull))
  await pool.query(
    `with ended as (update containers c set ${change}, generation = c.generation + 1, updated_at = now()
       where ${waiting} returning c.id, c.account, c.turn),
     job as (select ${addConverge('ended', `ended.turn`)} from ended),
     told as (select ${tellContainer('ended')} from ended)
     select (select count(*) from job), (select count(*) from told)`,
    [...key(pull), failed ? JSON.stringify(outcome.reason) : outcome.proved],
  )
}

/**
 * Has a failed pull tried again at the time that `when` gives for the count of attempts so far, shown to all who
 * wait; null: it is over.
 */
export async function retryPull(
  pool: Pool,
  pull: Pull,
  reason: StoredReason,
  when: (attempt: number) => Date | null,
): Promise<void> {
  const { rows } = await pool.query<{ attempts: number }>(
    `update pulls set attempts = attempts + 1 where ${its} returning attempts`,
    key(pull),
  )
  const at = when(rows[0]?.attempts ?? 1)
  if (at === null) return endPull(pool, pull, { reason })
  await pool.query(
    `with shown as (update containers c set progress = $4, reason = $5, updated_at = now()
       where ${waiting} returning c.id, c.account),
     again as (select $1::text as backend, $2::text as image, $3::text as account),
     job as (select ${addPull('again', '$6::timestamptz')} from again),
     told as (select ${tellContainer('shown')} from shown)
     select (select count(*) from job), (select count(*) from told)`,
    [
      ...key(pull),
      JSON.stringify({ stage: 'waiting', retryAt: at.toISOString() }),
      JSON.stringify(reason),
      at,
    ],
  )
}

/** Runs the pulls that wait for a backend at once: it is back. */
export async function hurryPulls(pool: Pool, backend: string): Promise<void> {
  await pool.query(`select ${addPull('p')} from pulls p where p.backend = $1 and p.attempts > 0`, [backend])
}
