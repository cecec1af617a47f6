import { consoleRoutes } from '@berth/contract'
import { createToken as create } from '../../accounts/tokens.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'

export const createToken: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.createToken, async ({ actor, body, request }) => {
    const token = await create(context.database, actor.account, body.name, body.days)
    request.auditTarget({ target: token.id, owner: actor.account })
    return token
  })
}
