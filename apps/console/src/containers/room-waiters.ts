import type { GpuWish } from '@berth/lending'
import type { Pool } from 'pg'
import { addConverge } from '../jobs/job-names.ts'

/** What the books say of GPUs: how many are lent or begun on each backend, and what was wished for before. */
export interface GpuBooks {
  readonly lent: ReadonlyMap<string, number>
  readonly earlier: readonly GpuWish[]
}

/**
 * Reads the books for one that is to be placed. In one statement: who was placed meanwhile is seen either waiting or
 * lent to, so that no two that look at once take the same GPU.
 */
export async function readGpuBooks(pool: Pool, id: string): Promise<GpuBooks> {
  const { rows } = await pool.query<{ on: string | null; backend: string | null; gpus: number }>({
    name: 'gpu-books',
    text: `
      select c.backend as on, c.requested_backend as backend, (c.limits->>'gpus')::int as gpus
      from containers c join containers self on self.id = $1
      where c.id <> self.id and (c.limits->>'gpus')::int > 0 and case
        when c.backend is null then c.wanted = 'running' and (c.created_at, c.id) < (self.created_at, self.id)
        else c.wanted = 'running' or c.observed->>'state' = 'running' end`,
    values: [id],
  })
  const lent = new Map<string, number>()
  for (const { on, gpus } of rows) if (on !== null) lent.set(on, (lent.get(on) ?? 0) + gpus)
  return { lent, earlier: rows.filter(({ on }) => on === null) }
}

/**
 * SQL that has those tried again that wait for a backend where room was just given back, or which has come back itself;
 * `freed` is a relation of rows with `backend`, null for a place in the queue. Longest waiting first.
 */
export const wakeWaiters = (freed: string): string => `
  select ${addConverge('w', 'w.turn')} from (
    select c.id, c.turn from containers c
    where c.state = 'creating' and c.wanted = 'running' and c.reason->>'code' in
        ('no-room', 'gpus-taken', 'backend-unreachable', 'runtime-unavailable')
      and exists (select from ${freed} f
        where coalesce(f.backend, c.backend, c.requested_backend, '') = coalesce(c.backend, c.requested_backend, f.backend, ''))
    order by c.created_at) w`

/** A backend answers again: whoever waits for it need not wait for the next attempt. */
export async function wakeBackend(pool: Pool, backend: string): Promise<void> {
  await pool.query(wakeWaiters('(select $1::text as backend)'), [backend])
}
