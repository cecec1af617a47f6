import { consoleRoutes } from '@berth/contract'
import { judgeRegistry } from '@berth/lending'
import { setCredential } from '../../registries/credential-store.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'

export const setRegistryCredential: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.setRegistryCredential, ({ actor, body, request }) => {
    const registry = judgeRegistry(body.registry)
    request.auditTarget({ target: registry, owner: actor.account })
    return setCredential(context, actor.account, { ...body, registry })
  })
}
