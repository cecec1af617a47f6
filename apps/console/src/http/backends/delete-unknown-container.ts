import { agentDeadlines, BerthError, consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { agentError } from '../../backends/agent-error.ts'
import { recordUnknown } from '../../backends/backend-row.ts'
import { findUnknownContainers } from '../../backends/unknown-containers.ts'
import type { Context } from '../../context.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { handle } from '../handle.ts'

/** Only what is unknown is removed this way: a container that somebody has lent is not found here. */
export function deleteUnknownContainer(
  app: FastifyInstance,
  context: Context,
  { backends }: LendingParts,
): void {
  const { pool } = context
  handle(app, context, consoleRoutes.deleteUnknownContainer, async ({ params: { name, id }, request }) => {
    request.auditTarget({ target: `${name} ${id}` })
    const unknown = await findUnknownContainers(pool, backends, name)
    const container = unknown.find((each) => each.id === id)
    if (container === undefined) throw new BerthError('not-found')
    request.auditTarget({ owner: container.account })
    try {
      const signal = AbortSignal.timeout(agentDeadlines.remove)
      await backends.get(name).client.removeContainer({ params: { id }, signal })
    } catch (error) {
      throw agentError(error, name)
    }
    await recordUnknown(pool, name, unknown.length - 1)
    return undefined
  })
}
