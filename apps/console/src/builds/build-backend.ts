import { chooseBuildBackend } from '@berth/lending'
import type { Pool } from 'pg'
import type { Backends, ConnectedBackend } from '../backends/backends.ts'

/** Where an account's image is built. Throws what `chooseBuildBackend` throws. */
export async function buildBackend(
  pool: Pool,
  backends: Backends,
  account: string,
  asked: string | undefined,
): Promise<ConnectedBackend> {
  const { rows } = await pool.query<{ name: string; images: number }>(
    `select unnest(backends) as name, count(*)::int as images from images
     where owner = $1 or shared group by 1`,
    [account],
  )
  const images = new Map(rows.map((row) => [row.name, row.images]))
  const candidates = backends.placeable().map((each) => ({ ...each, images: images.get(each.name) ?? 0 }))
  return backends.get(chooseBuildBackend(asked === '' ? undefined : asked, candidates))
}
