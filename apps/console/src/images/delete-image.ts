import { BerthError } from '@berth/contract'
import { describeUses, type Actor } from '@berth/lending'
import type { Pool } from 'pg'
import { tellImage } from '../events/change.ts'
import { addRemoveImage } from '../jobs/job-names.ts'
import { findImagesById } from './find-images.ts'
import type { ImageRow } from './image-row.ts'

/**
 * Marks an image as going and has it removed, in one statement. `image-in-use` while a container uses it, naming the
 * asker's own, and to administrators those of others as ACCOUNT/NAME. A container that is stored in the same moment is refused when it comes to be made.
 */
export async function deleteImage(pool: Pool, { id, reference }: ImageRow, by: Actor): Promise<void> {
  const marked = await pool.query(
    `with marked as (
       update images set removing = true
       where id = $1 and not exists (select from containers where image = $2) returning id)
     select ${tellImage('m')}, ${addRemoveImage('m')} from marked m`,
    [id, reference],
  )
  if (marked.rowCount !== 0) return
  const [row] = await findImagesById(pool, [id])
  if (row === undefined) return
  const named = usesToldTo(by, row)
  throw new BerthError('image-in-use', { containers: describeUses(named, row.uses - named.length) })
}

function usesToldTo({ account, role }: Actor, { usedBy }: ImageRow): string[] {
  const own = (usedBy[account] ?? []).map(({ name }) => name)
  if (role !== 'administrator') return own
  const others = Object.entries(usedBy).filter(([owner]) => owner !== account)
  return [...own, ...others.flatMap(([owner, uses]) => uses.map(({ name }) => `${owner}/${name}`))]
}
