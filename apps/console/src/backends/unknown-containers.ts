import { BerthError, type UnknownContainer } from '@berth/contract'
import type { Pool } from 'pg'
import { agentError } from './agent-error.ts'
import type { Backends } from './backends.ts'
import { unknownOf } from './compare-containers.ts'

/** What a backend has now with Berth's labels and no row stands for. Throws `not-found`, `backend-unreachable`. */
export async function findUnknownContainers(
  pool: Pool,
  backends: Backends,
  name: string,
): Promise<UnknownContainer[]> {
  const backend = backends.all().find(({ row }) => row.name === name)
  if (backend === undefined) throw new BerthError('not-found')
  try {
    const signal = AbortSignal.timeout(30_000)
    const containers = await backend.client.listContainers({ signal })
    const unknown = new Set(
      await unknownOf(
        pool,
        containers.map((container) => container.id),
      ),
    )
    return containers
      .filter(({ id }) => unknown.has(id))
      .map(({ id, account, name: own, image, state }) => ({
        backend: name,
        id,
        account,
        name: own,
        image,
        state,
      }))
  } catch (error) {
    throw agentError(error, name)
  }
}
