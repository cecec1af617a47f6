import { planCleanUp, type CleanUpStep } from '@berth/lending'
import type { Pool } from 'pg'
import type { AuditLog } from '../../audit/audit-log.ts'
import { tellImage } from '../../events/change.ts'
import { addRemoveImage } from '../../jobs/job-names.ts'
import type { Backends } from '../../backends/backends.ts'
import { readCleanUpRules } from './clean-up-rules.ts'
import { findCleanable } from './find-cleanable.ts'
import { listLayers, type LayersByBackend } from './list-layers.ts'

/**
 * Removes what is due by the rules, tells owners of what will be, and takes back what was told of images that are used
 * again. Safe to repeat, and by several replicas at once.
 */
export async function cleanUpImages({
  pool,
  audit,
  backends,
}: {
  readonly pool: Pool
  readonly audit: AuditLog
  readonly backends: Backends
}): Promise<void> {
  const rules = await readCleanUpRules(pool)
  const layers: LayersByBackend = rules.accountBytes === null ? new Map() : await listLayers(backends)
  const steps = planCleanUp(rules, await findCleanable(pool, layers), new Date())
  for (const { id, name, owner } of await removeDue(pool, steps))
    audit.record({
      time: new Date(),
      account: null,
      action: 'delete-image',
      target: `${name} ${id}`,
      owner,
      outcome: 'ok',
    })
  await tell(pool, steps)
}

/** Judged once more by the database: a container may have been asked for, or the owner may have kept it. */
async function removeDue(
  pool: Pool,
  steps: readonly CleanUpStep[],
): Promise<{ id: string; name: string; owner: string }[]> {
  const { rows } = await pool.query<{ id: string; name: string; owner: string }>(
    `with marked as (
       update images i set removing = true
       where i.id = any($1::uuid[]) and i.going_at <= now() and not i.removing and not i.recommended
         and not exists (select from containers c where c.image = i.reference)
       returning i.id, i.name, i.owner)
     select m.id, m.name, m.owner, ${tellImage('m')}, ${addRemoveImage('m')} from marked m`,
    [steps.map(({ id }) => id)],
  )
  return rows
}

/** What was promised once stays; an image that was kept since the steps were planned has no promise to be renewed. */
async function tell(pool: Pool, steps: readonly CleanUpStep[]): Promise<void> {
  await pool.query(
    `with step as (select s.* from jsonb_to_recordset($1::jsonb) as s(id uuid, reason text, at timestamptz)),
     told as (
       update images i set going_at = s.at, going_reason = s.reason from step s
       where i.id = s.id and not i.removing
         and (i.going_at is null and s.at > now() or i.going_at = s.at and i.going_reason <> s.reason)
       returning i.id),
     spared as (
       update images i set going_at = null, going_reason = null
       where i.going_at is not null and not i.removing and not exists (select from step s where s.id = i.id)
       returning i.id)
     select ${tellImage('t')} from (select id from told union select id from spared) t`,
    [JSON.stringify(steps)],
  )
}
