import { berthRegistry, type LendableImage } from '@berth/lending'
import type { Image } from '@berth/contract'
import type { Pool } from 'pg'
import type { images } from '../database/schema.ts'

export type ImageRow = typeof images.$inferSelect

const columns = `i.id, i.reference, i.owner, i.description, i.shared, i.size::float8 as size, i.backends,
  i.created_at as "createdAt"`

/** Images that an account may use: its own, others' that are shared, or both. */
export async function listImages(
  pool: Pool,
  account: string,
  scope: 'mine' | 'shared' | undefined,
): Promise<ImageRow[]> {
  const where =
    scope === 'mine'
      ? 'i.owner = $1'
      : scope === 'shared'
        ? 'i.shared and i.owner <> $1'
        : '(i.owner = $1 or i.shared)'
  const text = `select ${columns} from images i where ${where} order by i.owner = $1 desc, i.reference`
  return (await pool.query<ImageRow>(text, [account])).rows
}

export async function findImagesById(pool: Pool, ids: readonly string[]): Promise<ImageRow[]> {
  const text = `select ${columns} from images i where i.id = any($1::uuid[])`
  return (await pool.query<ImageRow>(text, [ids])).rows
}

/** Those of an account's images that `name:tag` may stand for, its own and shared ones of any owner. */
export async function findLendableImages(
  pool: Pool,
  account: string,
  name: string,
): Promise<LendableImage[]> {
  const { rows } = await pool.query<LendableImage>({
    name: 'lendable-images',
    text: `select i.reference, i.owner, i.shared, i.backends, i.shared and a.role <> 'student' as offered
      from images i join accounts a on a.name = i.owner
      where (i.owner = $1 or i.shared) and i.reference = $2 || i.owner || '/' || $3 order by i.created_at`,
    values: [account, `${berthRegistry}/`, name],
  })
  return rows
}

/** Which backends have an image of Berth's own; null for any other, which each may pull. */
export async function backendsOfImage(pool: Pool, reference: string): Promise<string[] | null> {
  if (!reference.startsWith(`${berthRegistry}/`)) return null
  const { rows } = await pool.query<{ backends: string[] }>(
    'select backends from images where reference = $1',
    [reference],
  )
  return rows[0]?.backends ?? []
}

export function viewImage(row: ImageRow): Image {
  return {
    ...row,
    name: row.reference.slice(`${berthRegistry}/${row.owner}/`.length).replace(/:latest$/, ''),
    createdAt: row.createdAt.toISOString(),
  }
}
