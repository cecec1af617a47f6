import { berthRegistry } from '@berth/lending'
import type { Pool } from 'pg'
import { changesChannel } from '../events/change.ts'

/** Records that a backend got or lost an image, where it is one of Berth's own. */
export async function recordImage(
  pool: Pool,
  backend: string,
  reference: string,
  present: boolean,
): Promise<void> {
  if (!reference.startsWith(`${berthRegistry}/`)) return
  await pool.query(
    `with changed as (update images
       set backends = case when $3 then array_append(array_remove(backends, $2), $2) else array_remove(backends, $2) end
       where reference = $1 and ($2 = any(backends)) <> $3 returning id)
     select pg_notify('${changesChannel}', json_build_object('type', 'image', 'id', id)::text) from changed`,
    [reference, backend, present],
  )
}
