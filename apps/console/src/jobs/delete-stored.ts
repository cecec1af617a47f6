import type { Logger } from 'pino'
import { agentError } from '../backends/agent-error.ts'
import { loginOf } from '../registries/installation-registry.ts'
import type { PullContext } from '../registries/pull-by-right.ts'

/** Milliseconds. */
const patience = 100_000

/**
 * Has the installation's registry delete what an image was there, unless one is that still or a container was made from
 * it, which a cluster pulls anew as it restarts. Many registries delete nothing: then it stays until their operator cleans
 * up. Safe to repeat; throws where it has to be tried again.
 */
export async function deleteStored(
  { pool, backends, registry, log }: PullContext & { readonly log: Logger },
  stored: string,
): Promise<void> {
  const { rows } = await pool.query<{ needed: boolean; used: boolean }>(
    `select exists (select from images i where i.pushed = l.stored) as needed,
       exists (select from containers c where c.image = l.reference) as used
     from stored_leftovers l where l.stored = $1`,
    [stored],
  )
  const [leftover] = rows
  // A used one is looked at again by the sweep.
  if (leftover === undefined || (leftover.used && !leftover.needed)) return
  // What was put into another registry than the one of the settings is out of reach.
  if (registry !== null && stored.startsWith(`${registry.folder}/`) && !leftover.needed) {
    const deleted = await deleteBy(backends, { from: stored, login: loginOf(registry) })
    log.info({ stored, deleted }, 'deletion in the registry')
  }
  await pool.query('delete from stored_leftovers where stored = $1', [stored])
}

type Body = Parameters<ReturnType<PullContext['backends']['get']>['client']['deleteStoredImage']>[0]['body']

/** Servers have the way to the registry. */
async function deleteBy(backends: PullContext['backends'], body: Body): Promise<boolean> {
  const able = backends
    .all()
    .find(
      ({ row }) => row.reachable && row.info?.capabilities.images === true && row.info.capabilities.registry,
    )
  if (able === undefined) throw new Error('no backend can ask the registry now')
  try {
    return (await able.client.deleteStoredImage({ body, signal: AbortSignal.timeout(patience) })).deleted
  } catch (error) {
    throw agentError(error, able.row.name)
  }
}
