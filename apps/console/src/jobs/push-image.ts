import { BerthError } from '@berth/contract'
import { agentError } from '../backends/agent-error.ts'
import { tellImage } from '../events/change.ts'
import { noteLeftovers } from './job-names.ts'
import { loginOf, nameInRegistry } from '../registries/installation-registry.ts'
import { notePrivate } from '../registries/private-repositories.ts'
import type { PullContext } from '../registries/pull-by-right.ts'

/** Milliseconds without a word from the agent. */
const silence = 300_000

/**
 * Puts an image's present content into the installation's registry, from a backend that has it. Safe to repeat. Throws
 * where it has to be tried again.
 */
export async function pushImage(context: PullContext, id: string): Promise<void> {
  const { pool, durable, backends, registry } = context
  const { rows } = await pool.query<{ reference: string; backends: string[] }>(
    `select reference, backends from images
     where id = $1 and not removing and content_id is not null and pushed_id is distinct from content_id`,
    [id],
  )
  const [image] = rows
  if (image === undefined || registry === null) return
  const able = backends
    .all()
    .find(({ row }) => image.backends.includes(row.name) && row.info?.capabilities.registry === true)
  if (able === undefined) return
  const to = nameInRegistry(registry, image.reference)
  // While it is pushed it lies on the backend under this name too, for anybody to say.
  await notePrivate(durable, to, false)
  const stored = await push(able, { reference: image.reference, to, login: loginOf(registry) })
  await durable.query(
    `with former as (select reference, pushed from images where id = $1 and pushed <> $2),
     put as (update images set pushed = $2, pushed_id = $3 where id = $1 returning id),
     ${noteLeftovers('former')}
     select ${tellImage('put')}, (select count(*) from told) from put`,
    [id, stored.from, stored.id],
  )
}

type Able = ReturnType<PullContext['backends']['get']>

async function push(
  { client, row }: Able,
  body: Parameters<Able['client']['pushImage']>[0]['body'],
): Promise<{ readonly id: string; readonly from: string }> {
  const stop = new AbortController()
  const late = (): void => stop.abort(new BerthError('deadline-exceeded'))
  let timer = setTimeout(late, silence)
  try {
    for await (const event of await client.pushImage({ body, signal: stop.signal })) {
      clearTimeout(timer)
      timer = setTimeout(late, silence)
      if (event.type === 'failed') throw new BerthError(event.problem.code, event.problem.params)
      if (event.type === 'done') return event
    }
    throw new BerthError('backend-unreachable', { backend: row.name })
  } catch (error) {
    throw agentError(error, row.name)
  } finally {
    clearTimeout(timer)
  }
}
