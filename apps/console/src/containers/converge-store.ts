import type { ContainerState, ObservedContainer, Progress } from '@berth/contract'
import type { Wanted } from '@berth/lending'
import type { Pool } from 'pg'
import { placeOf } from '@berth/lending'
import { tellContainer } from '../events/change.ts'
import { addConverge, addPull } from '../jobs/job-names.ts'
import type { StoredReason } from '../database/schema.ts'
import { containerColumns, type ContainerRow } from './container-row.ts'
import { wakeWaiters } from './room-waiters.ts'

/** What a step of converging changed. What is absent stays as it is. */
export interface Settlement {
  readonly state: ContainerState
  readonly wanted?: Wanted
  readonly backend?: string | null
  readonly reason?: StoredReason | null
  readonly progress?: Progress | null
  readonly observed?: ObservedContainer | null
  readonly restartedGeneration?: number
  readonly deadline?: Date | null
  readonly attempts?: number
  /** Try again then. */
  readonly retryAt?: Date
  /** Have its image pulled. */
  readonly pull?: boolean
  /** Keep it claimed: there is a next step. */
  readonly more?: boolean
}

/**
 * Takes a container for this replica and reads it; null if it is gone or another replica has it (which looks for
 * later wishes before it lets go). A creation that waited is shown as begun.
 */
export async function claimContainer(pool: Pool, id: string, replica: string): Promise<ContainerRow | null> {
  const { rows } = await pool.query<ContainerRow>({
    name: 'claim-container',
    text: `
      with claimed as (
        update containers c set claimed_by = $2,
          progress = case when c.progress->>'stage' in ('queued', 'waiting') and c.wanted = 'running'
            then '{"stage":"creating"}' else c.progress end
        where c.id = $1 and (c.claimed_by is null or c.claimed_by = $2)
        returning ${containerColumns}),
      told as (select ${tellContainer('claimed')} from claimed where claimed.state = 'creating')
      select claimed.*, (select count(*) from told) from claimed`,
    values: [id, replica],
  })
  return rows[0] ?? null
}

/** Whether a container's image is pulled by its own account's right and not together with others. */
const pullsAlone = `(
  exists (select from registry_credentials r where r.account = c.account and r.registry = $21)
  or exists (select from private_repositories p where p.repository = $22 and not p.at_start))`

/** The pull's row is written even if it is there: a pull that ends meanwhile waits, and so sees who came last. */
const settle = `
  with settled as (
    update containers c set state = $4, wanted = coalesce($5, c.wanted),
      backend = case when $6 then $7 else c.backend end,
      reason = case when $8 then $9::jsonb else c.reason end,
      progress = case when $10 then $11::jsonb else c.progress end,
      observed = case when $12 then $13::jsonb else c.observed end,
      restarted_generation = coalesce($14, c.restarted_generation), attempts = coalesce($15, c.attempts),
      deadline = case when $16 then $17::timestamptz else c.deadline end,
      pull_as = case when not $20 then c.pull_as when ${pullsAlone} then c.account else '' end,
      image_proved = c.image_proved and $4 = 'creating',
      claimed_by = case when $18 then c.claimed_by end, updated_at = now()
    where c.id = $1 and c.generation = $2 and c.claimed_by = $3
    returning c.id, c.account, c.turn, c.backend, c.image, c.pull_as, c.state),
  woken as (${wakeWaiters(`(select backend from settled where state in ('stopped', 'failed'))`)}),
  job as (select ${addConverge('settled', 'settled.turn', '$19::timestamptz')} from settled where $19::timestamptz is not null),
  pull as (
    insert into pulls (backend, image, account) select backend, image, pull_as from settled where $20
    on conflict (backend, image, account) do update set attempts = pulls.attempts
    returning backend, image, account, xmax = 0 as first),
  pulling as (select ${addPull('pull')} from pull where first),
  told as (select ${tellContainer('settled')} from settled)
  select settled.id, (select count(*) from job), (select count(*) from pulling), (select count(*) from told),
    (select count(*) from woken) from settled`

/**
 * Records a step's outcome, if nobody wished for something else meanwhile: false then, and the container is still
 * this replica's, to be looked at anew.
 */
export async function settleContainer(
  pool: Pool,
  row: Pick<ContainerRow, 'id' | 'generation' | 'image'>,
  replica: string,
  to: Settlement,
): Promise<boolean> {
  const { registry, repository } = placeOf(row.image)
  const json = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value))
  const { rowCount } = await pool.query({
    name: 'settle-container',
    text: settle,
    values: [
      row.id,
      row.generation,
      replica,
      to.state,
      to.wanted ?? null,
      to.backend !== undefined,
      to.backend ?? null,
      to.reason !== undefined,
      json(to.reason),
      to.progress !== undefined,
      json(to.progress),
      to.observed !== undefined,
      json(to.observed),
      to.restartedGeneration ?? null,
      to.attempts ?? null,
      to.deadline !== undefined,
      to.deadline ?? null,
      to.more === true,
      to.retryAt ?? null,
      to.pull === true,
      registry,
      repository,
    ],
  })
  return rowCount === 1
}

/** Lets go of a container of which nothing is left to do; false if something was wished for meanwhile. */
export async function releaseContainer(
  pool: Pool,
  row: Pick<ContainerRow, 'id' | 'generation'>,
  replica: string,
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'release-container',
    text: 'update containers set claimed_by = null where id = $1 and generation = $2 and claimed_by = $3',
    values: [row.id, row.generation, replica],
  })
  return rowCount === 1
}

/** Ends a container's row: nothing of it is left anywhere. */
export async function forgetContainer(pool: Pool, id: string): Promise<void> {
  await pool.query({
    name: 'forget-container',
    text: `
      with gone as (delete from containers where id = $1 and wanted = 'removed' returning id, account, image, backend),
      woken as (${wakeWaiters('gone')}),
      used as (update images set used_at = now() 
        where reference = (select image from gone) and not recommended
          and (used_at is null or used_at < now() - interval '1 hour'))
      select ${tellContainer('gone', 'container-removed')}, (select count(*) from woken) from gone`,
    values: [id],
  })
}
