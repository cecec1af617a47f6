import { consoleRoutes } from '@berth/contract'
import { credentialsBackends } from '@berth/lending'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { revokeCredentials } from '../../kubernetes/revoke-credentials.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { handle } from '../handle.ts'

export function revokeTenantCredentials(
  app: FastifyInstance,
  context: Context,
  { backends }: LendingParts,
): void {
  handle(app, context, consoleRoutes.revokeTenantCredentials, async ({ actor, query, request }) => {
    request.auditTarget({ target: query.backend ?? '*', owner: actor.account })
    const rows = backends.all().map(({ row }) => row)
    const names = credentialsBackends(rows, query.backend).map(({ name }) => name)
    await revokeCredentials(backends, actor.account, names)
    return undefined
  })
}
