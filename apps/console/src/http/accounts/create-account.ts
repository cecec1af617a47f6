import { consoleRoutes } from '@berth/contract'
import { createAccount as create } from '../../accounts/create-account.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'

export const createAccount: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.createAccount, async ({ body, request }) => {
    request.auditTarget({ target: body.name.slice(0, 64) })
    const account = await create(context, body)
    request.auditTarget({ target: account.name, owner: account.name })
    return account
  })
}
