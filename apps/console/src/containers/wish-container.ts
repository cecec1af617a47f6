import { BerthError, type Progress } from '@berth/contract'
import { deadlineOf, jobPriority, judgeStart, type Quota, type Wanted } from '@berth/lending'
import type { Pool, PoolClient } from 'pg'
import { tellContainer } from '../events/change.ts'
import { addConverge } from '../jobs/job-names.ts'
import { containerColumns, type ContainerRow, type ShownContainer } from './container-row.ts'
import { findContainer } from './find-containers.ts'
import { withinQuota, type Lending } from './within-quota.ts'

export type Wish = 'start' | 'stop' | 'restart' | 'delete'

interface Effect {
  readonly wanted: Wanted
  readonly stage: Progress['stage']
  /** SQL of the state that is shown from now on. */
  readonly state: string
  readonly priority: number
}

/** What already is as wished stays untouched: a second press of a button is no second restart of the clock. */
const effects: Record<Wish, Effect> = {
  start: {
    wanted: 'running',
    stage: 'starting',
    state: `case when state in ('running', 'pulling') then state else 'creating' end`,
    priority: jobPriority.creation(0),
  },
  stop: { wanted: 'stopped', stage: 'stopping', state: 'state', priority: jobPriority.release },
  restart: {
    wanted: 'running',
    stage: 'starting',
    state: `case when state = 'pulling' then state else 'creating' end`,
    priority: jobPriority.creation(0),
  },
  delete: { wanted: 'removed', stage: 'removing', state: `'removing'`, priority: jobPriority.release },
}

const settled: Record<Wish, string> = {
  start: `wanted = 'running' and state in ('running', 'creating', 'pulling')`,
  stop: `wanted = 'stopped'`,
  restart: 'false',
  delete: `wanted = 'removed'`,
}

/**
 * Records what the owner wants of a container, and the job that brings it about, in one statement. Answers the
 * container as it is then. `quota`: what the asker may have, null for anything. Throws `not-found`; `quota-…-exceeded`; `container-removing` for a wish to go on with one that is going.
 */
export async function wishContainer(
  pool: Pool,
  { id, account }: Pick<ContainerRow, 'id' | 'account'>,
  wish: Wish,
  quota: Quota | null,
): Promise<ShownContainer> {
  const { wanted, stage, priority } = effects[wish]
  const deadline = wanted === 'running' ? deadlineOf('creating', new Date()) : null
  const run = (client: Pool | PoolClient) =>
    client.query<ContainerRow>({
      name: `wish-${wish}`,
      text: statement(wish),
      values: [id, wanted, JSON.stringify({ stage }), deadline, priority],
    })
  const judge = ({ lent, limits, counts }: Lending) => {
    if (limits !== null && !counts && quota !== null) judgeStart(lent, limits, quota)
  }
  const wished = await (quota === null || wanted !== 'running'
    ? run(pool)
    : withinQuota(pool, { account, id }, judge, run))
  // Told from the statement itself: a deletion may be over before anybody could look again.
  if (wished.rows[0] !== undefined) return { ...wished.rows[0], layers: null }
  const row = await findContainer(pool, id)
  if (row === null) throw new BerthError('not-found')
  if (row.wanted === 'removed' && wish !== 'delete') throw new BerthError('container-removing')
  return row
}

const statement = (wish: Wish): string => `
  with wished as (
    update containers c set wanted = $2, state = ${effects[wish].state}, progress = $3, deadline = $4, attempts = 0,
      generation = generation + 1, updated_at = now(), reason = null
      ${wish === 'restart' ? ', restart_generation = restart_generation + 1' : ''}
    where id = $1 and wanted <> 'removed' and not (${settled[wish]})
    returning ${containerColumns}),
  job as (select ${addConverge('wished', '$5::int')} from wished),
  told as (select ${tellContainer('wished')} from wished)
  select wished.*, (select count(*) from job), (select count(*) from told) from wished`
