import type { Pool } from 'pg'
import type { StoredReason } from '../database/schema.ts'
import { changesChannel, tellContainer } from '../events/change.ts'
import { addConverge, addPull } from '../jobs/job-names.ts'

const waiting = `c.backend = $1 and c.image = $2 and c.state = 'pulling' and c.wanted = 'running'`

/** Records how far a pull is (JSON of the layers; null: as before). False, and the pull forgotten, if nobody waits for it. */
export async function notePull(
  pool: Pool,
  backend: string,
  image: string,
  layers: string | null,
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'note-pull',
    text: `
      with noted as (update pulls set layers = coalesce($3::jsonb, layers) where backend = $1 and image = $2
        and exists (select from containers c where ${waiting}) returning backend, image)
      select backend, case when $3::text is not null then
        pg_notify('${changesChannel}', json_build_object('type', 'pull', 'backend', backend, 'image', image)::text) end
      from noted`,
    values: [backend, image, layers],
  })
  if (rowCount === 1) return true
  const { rowCount: gone } = await pool.query(
    `delete from pulls where backend = $1 and image = $2
       and not exists (select from containers c where ${waiting})`,
    [backend, image],
  )
  return gone === 0 || (await revivePulls(pool)) > 0
}

/** Begins the pulls that containers wait for and nobody is at. Answers how many. */
export async function revivePulls(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `with missing as (
       insert into pulls (backend, image)
       select distinct c.backend, c.image from containers c
       where c.state = 'pulling' and c.wanted = 'running' and c.backend is not null
       on conflict do nothing returning backend, image)
     select ${addPull('backend', 'image')} from missing`,
  )
  return rowCount ?? 0
}

/** Ends a pull for all who waited: they are converged, or with a reason failed. */
export async function endPull(
  pool: Pool,
  backend: string,
  image: string,
  reason: StoredReason | null,
): Promise<void> {
  const outcome =
    reason === null
      ? `state = 'creating', progress = '{"stage":"queued"}', reason = null`
      : `state = 'failed', wanted = 'stopped', progress = null, deadline = null, reason = $3::jsonb`
  // In this order: who begins to wait meanwhile either sees the pull gone or is seen here.
  await pool.query('delete from pulls where backend = $1 and image = $2', [backend, image])
  await pool.query(
    `with ended as (update containers c set ${outcome}, generation = c.generation + 1, updated_at = now()
       where ${waiting} returning c.id, c.account, c.turn),
     job as (select ${addConverge('ended', `ended.turn`)} from ended),
     told as (select ${tellContainer('ended')} from ended)
     select (select count(*) from job), (select count(*) from told)`,
    reason === null ? [backend, image] : [backend, image, JSON.stringify(reason)],
  )
}

/**
 * Has a failed pull tried again at the time that `when` gives for the count of attempts so far, shown to all who
 * wait; null: it is over.
 */
export async function retryPull(
  pool: Pool,
  backend: string,
  image: string,
  reason: StoredReason,
  when: (attempt: number) => Date | null,
): Promise<void> {
  const { rows } = await pool.query<{ attempts: number }>(
    'update pulls set attempts = attempts + 1 where backend = $1 and image = $2 returning attempts',
    [backend, image],
  )
  const at = when(rows[0]?.attempts ?? 1)
  if (at === null) return endPull(pool, backend, image, reason)
  await pool.query(
    `with shown as (update containers c set progress = $3, reason = $4, updated_at = now()
       where ${waiting} returning c.id, c.account),
     job as (select ${addPull('$1::text', '$2::text', '$5::timestamptz')}),
     told as (select ${tellContainer('shown')} from shown)
     select (select count(*) from job), (select count(*) from told)`,
    [
      backend,
      image,
      JSON.stringify({ stage: 'waiting', retryAt: at.toISOString() }),
      JSON.stringify(reason),
      at,
    ],
  )
}

/** Runs the pulls that wait for a backend at once: it is back. */
export async function hurryPulls(pool: Pool, backend: string): Promise<void> {
  await pool.query(
    `select ${addPull('p.backend', 'p.image')} from pulls p where p.backend = $1 and p.attempts > 0`,
    [backend],
  )
}
