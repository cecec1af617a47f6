import { setTimeout as sleep } from 'node:timers/promises'
import { ensureWelcomeImage } from '@berth/docker/host'
import { berthRegistry } from '@berth/lending'
import type { Context } from '../context.ts'
import type { Backends } from '../backends/backends.ts'
import { changesChannel } from '../events/change.ts'
import { localBackend } from './local-backend.ts'

const description = 'シェルと、8080 番で開くページ / A shell, and a page on port 8080'

/** Milliseconds between attempts: Docker or the database may be away for a while just now. */
const pauses = [1_000, 5_000, 30_000, 120_000]

/** Makes the welcome image, if it can be made here, and offers it to everybody. Never fails: what is wrong is logged. */
export async function offerWelcome(
  context: Context,
  backends: Backends,
  socketPath: string,
  say: (line: string) => void,
): Promise<void> {
  for (const pause of [...pauses, null]) {
    try {
      await offer(context, backends, socketPath, say)
      return
    } catch (error) {
      context.log.warn({ err: error }, 'the welcome image could not be offered')
      if (pause !== null) await sleep(pause, undefined, { ref: false })
    }
  }
}

async function offer(
  { pool, log }: Context,
  backends: Backends,
  socketPath: string,
  say: (line: string) => void,
): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `select name from accounts where role = 'administrator' and source = 'local'
     order by name <> 'admin', created_at limit 1`,
  )
  const [owner] = rows
  if (owner === undefined) return
  const reference = `${berthRegistry}/${owner.name}/welcome:latest`
  if (!(await ensureWelcomeImage({ socketPath, reference, log: say }))) return
  const size = await sizeOf(backends, reference)
  await pool.query(
    `with offered as (
       insert into images as i (reference, owner, description, shared, recommended, size, backends)
       values ($1, $2, $3, true, true, $4, array[$5::text])
       on conflict (reference) do update set size = greatest(i.size, $4),
         backends = array_append(array_remove(i.backends, $5), $5)
       returning id)
     select pg_notify('${changesChannel}', json_build_object('type', 'image', 'id', id)::text) from offered`,
    [reference, owner.name, description, size, localBackend],
  )
  log.info({ reference }, 'the welcome image is offered')
}

async function sizeOf(backends: Backends, reference: string): Promise<number> {
  // The agent may just be starting.
  for (let waited = 0; waited < 30_000 && !backends.get(localBackend).row.reachable; waited += 100)
    await sleep(100)
  const signal = AbortSignal.timeout(30_000)
  const images = await backends.get(localBackend).client.listImages({ signal })
  return images.find((image) => image.reference === reference)?.size ?? 0
}
