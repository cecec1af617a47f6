import type { CleanableImage } from '@berth/lending'
import type { Pool } from 'pg'
import { layersByContent, type LayersByBackend } from './list-layers.ts'

export interface CleanableRow extends CleanableImage {
  readonly reference: string
  readonly name: string
  readonly shared: boolean
}

/**
 * All images that are not being removed already. A container counts from when it was asked for until it is gone. What
 * lies only where nobody answers takes up no place until somebody does.
 */
export async function findCleanable(pool: Pool, found: LayersByBackend): Promise<CleanableRow[]> {
  const layers = layersByContent(found)
  const { rows } = await pool.query<CleanableRow & { readonly backends: readonly string[] }>(
    `select i.id, i.reference, i.name, i.owner, i.backends, i.shared, i.recommended, i.size::float8 as size,
       coalesce(i.content_id, i.reference) as content, greatest(i.created_at, i.used_at) as "usedAt",
       i.going_at as "goingAt", exists (select from containers c where c.image = i.reference) as "inUse"
     from images i where not i.removing order by i.reference`,
  )
  return rows.map((row) => ({
    ...row,
    layers:
      layers.get(row.content) ?? (row.backends.every((name) => found.get(name) === null) ? [] : undefined),
  }))
}
