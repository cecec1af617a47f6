import type { Pool } from 'pg'
import { tellContainer } from '../events/change.ts'
import type { ConnectedBackend } from './backends.ts'

const lines = 20
const lineLength = 500

/** Adds the last lines that a container wrote to the reason why it failed. */
export async function attachLog(pool: Pool, { client }: ConnectedBackend, id: string): Promise<void> {
  const log: string[] = []
  const query = { tail: lines }
  const signal = AbortSignal.timeout(10_000)
  for await (const line of await client.getContainerLogs({ params: { id }, query, signal }))
    log.push(line.text.slice(0, lineLength))
  if (log.length === 0) return
  await pool.query(
    `with told as (update containers set reason = jsonb_set(reason, '{log}', $2::jsonb)
       where id = $1 and state in ('failed', 'stopped') and reason->>'code' in ('exited', 'out-of-memory')
       returning id, account)
     select ${tellContainer('told')} from told`,
    // PostgreSQL's jsonb cannot hold NUL.
    [id, JSON.stringify(log.map((line) => line.replaceAll('\0', '').toWellFormed()))],
  )
}
