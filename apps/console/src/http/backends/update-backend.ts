import { BerthError, consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { tokenPurpose, updateBackendRow } from '../../backends/backend-row.ts'
import { viewBackend } from '../../backends/backend-view.ts'
import type { Context } from '../../context.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { handle } from '../handle.ts'
import { checkAgentUrl } from './agent-address.ts'

export function updateBackend(app: FastifyInstance, context: Context, { backends }: LendingParts): void {
  const { pool, secrets } = context
  handle(app, context, consoleRoutes.updateBackend, async ({ params: { name }, body, request }) => {
    request.auditTarget({ target: name })
    const changed = await updateBackendRow(pool, name, {
      lending: body.lending,
      allowUnhardened: body.allowUnhardened,
      url: body.url === undefined ? undefined : checkAgentUrl(body.url),
      token: body.token === undefined ? undefined : secrets.seal(body.token, tokenPurpose(name)),
      ca: body.ca,
    })
    if (!changed) throw new BerthError('not-found')
    await backends.reload()
    return viewBackend(backends.get(name).row, true)
  })
}
