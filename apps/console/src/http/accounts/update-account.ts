import { consoleRoutes } from '@berth/contract'
import { updateAccount as update } from '../../accounts/update-account.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'

export const updateAccount: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.updateAccount, ({ params, body, request }) => {
    request.auditTarget({ target: params.name, owner: params.name })
    return update(context, params.name, body)
  })
}
