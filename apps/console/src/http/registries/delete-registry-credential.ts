import { BerthError, consoleRoutes } from '@berth/contract'
import { judgeRegistry } from '@berth/lending'
import { deleteCredential } from '../../registries/credential-store.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'

export const deleteRegistryCredential: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.deleteRegistryCredential, async ({ actor, query, request }) => {
    const registry = judgeRegistry(query.registry)
    request.auditTarget({ target: registry, owner: actor.account })
    if (!(await deleteCredential(context.pool, actor.account, registry))) throw new BerthError('not-found')
    return undefined
  })
}
