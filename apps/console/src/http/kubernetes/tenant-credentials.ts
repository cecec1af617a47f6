import { agentDeadlines, BerthError, consoleRoutes } from '@berth/contract'
import { credentialsBackends } from '@berth/lending'
import type { FastifyInstance } from 'fastify'
import { agentError } from '../../backends/agent-error.ts'
import type { Context } from '../../context.ts'
import { renderKubeconfig } from '../../kubernetes/render-kubeconfig.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { handle } from '../handle.ts'

export function tenantCredentials(app: FastifyInstance, context: Context, { backends }: LendingParts): void {
  handle(app, context, consoleRoutes.tenantCredentials, async ({ actor, body, request, reply }) => {
    const rows = backends.all().map(({ row }) => row)
    const [row] = credentialsBackends(rows, body.backend)
    const backend = row.name
    request.auditTarget({ target: backend, owner: actor.account })
    if (!row.reachable) throw new BerthError('backend-unreachable', { backend })
    try {
      const credentials = await backends.get(backend).client.tenantCredentials({
        params: { account: actor.account },
        body: { seconds: body.seconds },
        signal: AbortSignal.timeout(agentDeadlines.credentials),
      })
      const { namespace, token, expiresAt } = credentials
      void reply.header('cache-control', 'no-store')
      return { backend, namespace, token, expiresAt, kubeconfig: renderKubeconfig(backend, credentials) }
    } catch (error) {
      throw agentError(error, backend)
    }
  })
}
