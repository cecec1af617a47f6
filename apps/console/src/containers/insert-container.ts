import { BerthError, type Limits } from '@berth/contract'
import { deadlineOf, jobPriority, judgeCreation, type Quota } from '@berth/lending'
import { DatabaseError, type Pool, type PoolClient } from 'pg'
import { tellContainer } from '../events/change.ts'
import { addConverge } from '../jobs/job-names.ts'
import { containerColumns, type ContainerRow } from './container-row.ts'
import { withinQuota } from './within-quota.ts'

export interface NewContainer {
  readonly account: string
  readonly name: string
  readonly image: string
  /** Sealed. */
  readonly environments: Buffer
  readonly guestPorts: readonly number[]
  readonly command: readonly string[] | undefined
  readonly limits: Limits
  readonly requestedBackend: string | undefined
  /** Null: chosen later. */
  readonly backend: string | null
}

/**
 * Row, job and notice in one statement, that is in one transaction and one trip to the database. Times are whole
 * milliseconds, so that a page of a list can be continued from the time that it told.
 */
const insert = `
  with added as (
    insert into containers as c (account, name, image, environments, guest_ports, command, limits,
      requested_backend, backend, wanted, state, progress, turn, deadline, created_at)
    select $1, $2, $3, $4, $5, $6, $7, $8, $9, 'running', 'creating', '{"stage":"queued"}',
      least((select count(*) from containers where account = $1 and state in ('pulling', 'creating')), $11), $10,
      date_trunc('milliseconds', now())
    returning ${containerColumns}),
  job as (select ${addConverge('added', 'added.turn')} from added),
  told as (select ${tellContainer('added')} from added)
  select added.*, (select count(*) from job), (select count(*) from told) from added`

/**
 * Stores a container together with the job that makes it. `quota`: what the account may have, null for anything.
 * Throws `name-taken`, `quota-exceeded`, `quota-running-exceeded`, `quota-memory-exceeded`, `quota-cpus-exceeded`.
 */
export async function insertContainer(
  pool: Pool,
  container: NewContainer,
  quota: Quota | null,
): Promise<ContainerRow> {
  const values = [
    container.account,
    container.name,
    container.image,
    container.environments,
    container.guestPorts,
    container.command ?? null,
    JSON.stringify(container.limits),
    container.requestedBackend ?? null,
    container.backend,
    deadlineOf('creating', new Date()),
    jobPriority.creation(Infinity),
  ]
  const run = (client: Pool | PoolClient) =>
    client.query<ContainerRow>({ name: 'insert-container', text: insert, values })
  const stored =
    quota === null
      ? run(pool)
      : withinQuota(pool, container, ({ lent }) => judgeCreation(lent, container.limits, quota), run)
  const { rows } = await stored.catch((error: unknown) => {
    throw nameTaken(error) ? new BerthError('name-taken', { name: container.name }) : error
  })
  if (rows[0] === undefined) throw new BerthError('internal')
  return rows[0]
}

const nameTaken = (error: unknown): boolean =>
  error instanceof DatabaseError && error.code === '23505' && error.constraint === 'containers_account_name'
