import { BerthError, type Capabilities, type Permission } from '@berth/contract'
import { authorize, type Actor } from '@berth/lending'
import type { FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import type { ConnectedBackend } from '../../backends/backends.ts'
import type { ShownContainer } from '../../containers/container-row.ts'
import { findContainer } from '../../containers/find-containers.ts'
import type { LendingParts } from '../../lending-parts.ts'

interface Asked {
  readonly params: { readonly id: string }
  readonly actor: Actor
  readonly request: FastifyRequest
}

/** The container that a request is about, if the asker may; else `not-found`. */
export async function ownContainer(
  context: Context,
  permission: Permission,
  { params, actor, request }: Asked,
): Promise<ShownContainer> {
  request.auditTarget({ target: params.id })
  const row = await findContainer(context.pool, params.id)
  const { container } = authorize(
    actor,
    permission,
    row === null ? undefined : { owner: row.account, container: row },
  )
  request.auditTarget({ target: `${container.name} ${container.id}`, owner: container.account })
  return container
}

/**
 * The container and the agent that has it, for working in it. Throws `not-found`, `container-removing`,
 * `container-not-ready`, `container-not-running` (if it must run), `capability-missing`, `backend-unreachable`.
 */
export async function enterContainer(
  context: Context,
  { backends }: LendingParts,
  asked: Asked,
  needs: { readonly capability: keyof Capabilities; readonly running: boolean },
): Promise<{ row: ShownContainer; backend: ConnectedBackend }> {
  const row = await ownContainer(context, 'container:enter', asked)
  if (row.wanted === 'removed') throw new BerthError('container-removing')
  if (row.backend === null || row.observed === null) throw new BerthError('container-not-ready')
  if (needs.running && row.observed.state !== 'running') throw new BerthError('container-not-running')
  const backend = backends.get(row.backend)
  if (backend.row.info?.capabilities[needs.capability] === false) throw new BerthError('capability-missing')
  if (!backend.row.reachable) throw new BerthError('backend-unreachable', { backend: row.backend })
  return { row, backend }
}
