import type { Pool } from 'pg'
import { endLostBuilds } from '../builds/build-store.ts'
import { tellContainer } from '../events/change.ts'
import { revivePulls } from '../containers/pull-store.ts'
import { addConverge, addDeleteStored } from './job-names.ts'
import { unheld } from './lease.ts'

/**
 * Takes back what replicas that are gone had taken: their jobs (the queue itself would wait four hours), their claims on
 * containers, which are converged anew, and their builds, which are told as ended.
 */
export async function freeLost(pool: Pool): Promise<void> {
  await pool.query(`
    select graphile_worker.force_unlock_workers(array_agg(distinct locked_by))
    from graphile_worker._private_jobs where locked_by is not null and ${unheld(`'worker:' || locked_by`)}`)
  await pool.query(`
    with freed as (update containers set claimed_by = null
      where claimed_by is not null and ${unheld(`'replica:' || claimed_by`)} returning id)
    select ${addConverge('freed', '0')} from freed`)
  await endLostBuilds(pool)
}

/** What should never be needed: a transition that nobody is at, or that lasts beyond its deadline. */
export async function sweep(pool: Pool): Promise<void> {
  await freeLost(pool)
  await pool.query(`
    with overdue as (update containers set state = 'failed', wanted = 'stopped', progress = null, deadline = null,
        reason = coalesce(reason, '{"code":"deadline-exceeded","params":{}}'), generation = generation + 1
      where state in ('creating', 'pulling') and deadline < now() returning id, account)
    select ${tellContainer('overdue')}, ${addConverge('overdue', '0')} from overdue`)
  await pool.query(`
    select ${addConverge('c', 'c.turn')} from containers c
    where c.state in ('creating', 'removing') and c.claimed_by is null
      and not exists (select from graphile_worker._private_jobs j where j.key = 'converge:' || c.id)`)
  await revivePulls(pool)
  await pool.query(`
    select ${addDeleteStored('l')} from stored_leftovers l
    where not exists (select from containers c where c.image = l.reference)`)
}
