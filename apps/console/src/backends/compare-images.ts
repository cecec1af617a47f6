import { BerthError, type AgentImage } from '@berth/contract'
import { isOwnReference, ownerOfImage } from '@berth/lending'
import type { Pool } from 'pg'
import { tellImage } from '../events/change.ts'
import { removeDeparted, splitDeparted } from '../images/departed-images.ts'
import { addPushImage, addRemoveImage, noteLeftovers } from '../jobs/job-names.ts'
import type { ConnectedBackend } from './backends.ts'

/**
 * Compares the images that a backend has with what the database knows of it: one query each way, one call. New ones
 * are recorded as their owner's, a lost one is forgotten when no other backend has it, and a removal goes on.
 */
async function compareImages(
  pool: Pool,
  backend: ConnectedBackend,
  instance: string,
  stores: boolean,
): Promise<void> {
  const { name } = backend.row
  // The rows first: what is recorded meanwhile may be newer than the list.
  const { rows } = await pool.query<{ reference: string }>(
    'select reference from images where $1 = any(backends)',
    [name],
  )
  const listed = await backend.client.listImages({ signal: AbortSignal.timeout(30_000) })
  const present = new Set(listed.map(({ reference }) => reference))
  const lost = rows.map(({ reference }) => reference).filter((reference) => !present.has(reference))
  const { departed, others } = await splitDeparted(pool, listed, instance)
  await recordPresent(pool, name, others, instance)
  if (lost.length > 0) await recordLost(pool, name, lost)
  await pool.query(
    `select ${addRemoveImage('i')} from images i where i.removing and ($1 = any(i.backends) or i.backends = '{}')`,
    [name],
  )
  // What fails is tried again at the next comparison.
  await removeDeparted(backend, departed).catch(() => undefined)
  if (!stores) return
  await pool.query(
    `select ${addPushImage('i')} from images i
     where $1 = any(i.backends) and not i.removing and i.pushed_id is distinct from i.content_id`,
    [name],
  )
}

/**
 * One that is known is taken as what it was recorded to be, whatever its labels: the console itself made it. Where several
 * backends have the name with different content, the newest is what it means, and the others do not have it.
 */
async function recordPresent(
  pool: Pool,
  backend: string,
  listed: readonly AgentImage[],
  instance: string,
): Promise<void> {
  const found = listed
    .filter(({ reference }) => isOwnReference(reference))
    .map((image) => ({ ...image, owner: ownerOfImage(image, instance), labels: undefined }))
  if (found.length === 0) return
  await pool.query(
    `with found as (
       select f.* from jsonb_to_recordset($2::jsonb)
         as f(reference text, owner text, id text, size bigint, "createdAt" timestamptz)),
     added as (
       insert into images as i (reference, owner, size, content_id, backends, created_at)
       select f.reference, f.owner, f.size, f.id, array[$1::text], f."createdAt"
       from found f join accounts a on a.name = f.owner and a.deleted_at is null
       on conflict (reference) do nothing returning i.id),
     changed as (
       update images i set size = f.size, content_id = f.id,
         created_at = case when i.content_id is distinct from f.id then f."createdAt" else i.created_at end,
         backends = case when i.content_id is distinct from f.id then array[$1::text]
           else array_append(array_remove(i.backends, $1), $1) end
       from found f
       where f.reference = i.reference and (f.owner is null or f.owner = i.owner)
         and (i.content_id is not distinct from f.id or i.backends <@ array[$1::text] or f."createdAt" > i.created_at)
         and (i.content_id is distinct from f.id or i.size <> f.size or not $1 = any(i.backends)) returning i.id)
     select ${tellImage('t')} from (select id from added union select id from changed) t`,
    [backend, JSON.stringify(found)],
  )
}

async function recordLost(pool: Pool, backend: string, references: readonly string[]): Promise<void> {
  await pool.query(
    `with gone as (
       delete from images where reference = any($2) and backends = array[$1::text]
         and (removing or pushed_id is distinct from content_id) returning id, reference, pushed),
     ${noteLeftovers('gone')},
     kept as (
       update images set backends = array_remove(backends, $1)
       where reference = any($2) and (backends <> array[$1::text] or not removing and pushed_id = content_id)
       returning id)
     select ${tellImage('t')}, (select count(*) from told)
     from (select id from gone union select id from kept) t`,
    [backend, references],
  )
}

/**
 * Compares when called, one comparison at a time and never fewer than one after the last call. While the runtime is
 * down there is nothing to compare; any other failure is told.
 */
export function createImageComparing(context: {
  readonly pool: Pool
  readonly backend: ConnectedBackend
  readonly instance: string
  /** Images are put into the installation's registry. */
  readonly stores: boolean
  readonly fail: (error: unknown) => void
}): () => void {
  let running: Promise<void> | undefined
  const asked = { again: false }
  const run = async () => {
    while (asked.again) {
      asked.again = false
      await compareImages(context.pool, context.backend, context.instance, context.stores)
    }
  }
  return () => {
    asked.again = true
    running ??= run()
      .catch((error: unknown) => {
        if (!(error instanceof BerthError && error.code === 'runtime-unavailable')) context.fail(error)
      })
      .finally(() => (running = undefined))
  }
}
