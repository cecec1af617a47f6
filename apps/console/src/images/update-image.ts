import { BerthError } from '@berth/contract'
import type { ImageWords } from '@berth/lending'
import type { Pool } from 'pg'
import { tellImage } from '../events/change.ts'
import { findImagesById } from './find-images.ts'
import type { ImageRow } from './image-row.ts'

/** Stores what is said of an image, or that it is needed still, and tells it to all who saw or see it. Throws `not-found`. */
export async function updateImage(
  pool: Pool,
  id: string,
  words: ImageWords,
  { keep = false }: { readonly keep?: boolean } = {},
): Promise<ImageRow> {
  await pool.query(
    `with changed as (update images set description = $2, shared = $3, recommended = $4,
         used_at = case when $5 then now() else used_at end,
         going_at = case when $5 or $4 then null else going_at end,
         going_reason = case when $5 or $4 then null else going_reason end
       where id = $1 returning id)
     select ${tellImage('changed')} from changed`,
    [id, words.description, words.shared, words.recommended, keep],
  )
  const [row] = await findImagesById(pool, [id])
  if (row === undefined) throw new BerthError('not-found')
  return row
}
