import { BerthError, consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { insertBackend, tokenPurpose } from '../../backends/backend-row.ts'
import { viewBackend } from '../../backends/backend-view.ts'
import type { Context } from '../../context.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { handle } from '../handle.ts'
import { checkAgentUrl } from './agent-address.ts'

export function createBackend(app: FastifyInstance, context: Context, { backends }: LendingParts): void {
  const { pool, secrets } = context
  handle(app, context, consoleRoutes.createBackend, async ({ body, request }) => {
    const { name, token, ca, allowUnhardened } = body
    request.auditTarget({ target: name })
    const sealed = secrets.seal(token, tokenPurpose(name))
    const url = checkAgentUrl(body.url)
    const added = await insertBackend(pool, { name, url, token: sealed, ca: ca ?? null, allowUnhardened })
    if (!added) throw new BerthError('backend-exists', { backend: name })
    await backends.reload()
    return viewBackend(backends.get(name).row, true)
  })
}
