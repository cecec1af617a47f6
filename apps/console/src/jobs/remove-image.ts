import { agentError } from '../backends/agent-error.ts'
import { tellImage } from '../events/change.ts'
import { noteLeftovers } from './job-names.ts'
import type { PullContext } from '../registries/pull-by-right.ts'

/**
 * Removes an image wherever it is, and then its row; safe to repeat. What a backend that is away still has is removed
 * when it is compared again; one that turns out to be in use there is given back to its owner, unless that is going too.
 */
export async function removeImage({ pool, backends, registry }: PullContext, id: string): Promise<void> {
  const { rows } = await pool.query<{ reference: string; backends: string[] }>(
    'select reference, backends from images where id = $1 and removing',
    [id],
  )
  const [image] = rows
  if (image === undefined) return
  // Others may have older content of this name, which would come back as an image.
  const stale = backends.all().filter(({ row }) => row.reachable && row.info?.capabilities.images === true)
  const places = [...image.backends, ...(registry === null ? [] : stale.map(({ row }) => row.name))]
  for (const backend of new Set(places)) {
    try {
      const { client } = backends.get(backend)
      await client.removeImage({
        query: { reference: image.reference },
        signal: AbortSignal.timeout(60_000),
      })
    } catch (thrown) {
      const error = agentError(thrown, backend)
      if (error.code !== 'image-in-use') throw error
      await pool.query(
        `with kept as (
           update images i set removing = false
           where id = $1 and exists (select from accounts a where a.name = i.owner and a.deleted_at is null)
           returning id)
         select ${tellImage('kept')} from kept`,
        [id],
      )
      return
    }
    await pool.query('update images set backends = array_remove(backends, $2) where id = $1', [id, backend])
  }
  await pool.query(
    `with gone as (delete from images where id = $1 and removing and backends = '{}' returning id, reference, pushed),
     ${noteLeftovers('gone')}
     select ${tellImage('gone')}, (select count(*) from told) from gone`,
    [id],
  )
}
