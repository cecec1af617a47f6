import type { AgentImage } from '@berth/contract'
import { ownerOfImage } from '@berth/lending'
import type { Pool } from 'pg'
import { agentError } from '../backends/agent-error.ts'
import type { ConnectedBackend } from '../backends/backends.ts'

/** Milliseconds. */
const patience = 60_000

/**
 * Of what a backend has, what accounts left that are deleted, whoever has their name now: by its age, so that a backend
 * that was away for long gives nobody what another made.
 */
export async function splitDeparted(
  pool: Pool,
  listed: readonly AgentImage[],
  instance: string,
): Promise<{ departed: AgentImage[]; others: AgentImage[] }> {
  const owners = new Map(listed.map((image) => [image, ownerOfImage(image, instance)]))
  const { rows } = await pool.query<{ account: string; departedAt: Date }>(
    'select account, departed_at as "departedAt" from departed_accounts where account = any($1)',
    [[...new Set(owners.values())].filter((owner) => owner !== null)],
  )
  const ends = new Map(rows.map(({ account, departedAt }) => [account, departedAt.getTime()]))
  const isDeparted = (image: AgentImage) =>
    Date.parse(image.createdAt) <= (ends.get(owners.get(image) ?? '') ?? -Infinity)
  return {
    departed: listed.filter(isDeparted),
    others: listed.filter((image) => !isDeparted(image)),
  }
}

/** What a container of somebody else's still uses stays, and is tried again at the next comparison. */
export async function removeDeparted(
  { row, client }: ConnectedBackend,
  departed: readonly AgentImage[],
): Promise<void> {
  for (const { reference } of departed) {
    try {
      await client.removeImage({ query: { reference }, signal: AbortSignal.timeout(patience) })
    } catch (thrown) {
      const error = agentError(thrown, row.name)
      if (error.code !== 'image-in-use') throw error
    }
  }
}
