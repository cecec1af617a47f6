import type { Pool } from 'pg'
import { hurryPulls } from '../containers/pull-store.ts'
import { addConverge } from '../jobs/job-names.ts'
import type { ConnectedBackend } from './backends.ts'
import { recordUnknown } from './backend-row.ts'
import type { Observations } from './observations.ts'
import { recordAbsent, rowsOfBackend } from './record-observed.ts'

/**
 * Compares all that a backend has with all that the database knows of it: one query, one call. What differs is
 * recorded and converged, what waited for the backend is tried at once, and what nobody knows is counted.
 */
export async function compareContainers(
  pool: Pool,
  { row: { name }, client }: ConnectedBackend,
  observations: Observations,
): Promise<void> {
  // The rows first: what is made meanwhile is then unknown for a moment, never lost.
  const rows = await rowsOfBackend(pool, name)
  const containers = await client.listContainers({ signal: AbortSignal.timeout(30_000) })
  const listed = new Map(containers.map((container) => [container.id, container]))
  for (const container of containers) observations.add(container.id, container, 'seen')
  for (const row of rows)
    if (!listed.has(row.id) && row.claimedBy === null && row.observed !== null) await recordAbsent(pool, row)
  await observations.flush()
  await pool.query(
    `select ${addConverge('c', 'c.turn')} from containers c
     where (c.backend = $1 or c.backend is null) and c.progress->>'stage' = 'waiting' and c.state <> 'pulling'`,
    [name],
  )
  await hurryPulls(pool, name)
  const known = new Set(rows.map((row) => row.id))
  const candidates = containers.filter(({ id }) => !known.has(id)).map(({ id }) => id)
  await recordUnknown(pool, name, (await unknownOf(pool, candidates)).length)
}

/** Which of these IDs have no row. */
export async function unknownOf(pool: Pool, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const { rows } = await pool.query<{ id: string }>(
    'select i.id from unnest($1::text[]) i(id) where not exists (select from containers c where c.id::text = i.id)',
    [ids],
  )
  return rows.map((row) => row.id)
}
