import { BerthError, consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { deleteBackendRow } from '../../backends/backend-row.ts'
import type { Context } from '../../context.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { handle } from '../handle.ts'

export function deleteBackend(app: FastifyInstance, context: Context, { backends }: LendingParts): void {
  handle(app, context, consoleRoutes.deleteBackend, async ({ params: { name }, request }) => {
    request.auditTarget({ target: name })
    if (!backends.all().some(({ row }) => row.name === name)) throw new BerthError('not-found')
    if (!(await deleteBackendRow(context.pool, name))) throw new BerthError('backend-in-use')
    await backends.reload()
    return undefined
  })
}
