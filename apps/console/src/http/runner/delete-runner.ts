import { consoleRoutes } from '@berth/contract'
import { removeRunner } from '../../runners/runner-store.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'

export const deleteRunner: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.deleteRunner, async ({ actor, request }) => {
    request.auditTarget({ target: 'gitlab', owner: actor.account })
    await removeRunner(context.pool, actor.account)
    return undefined
  })
}
