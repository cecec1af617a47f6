import { consoleRoutes } from '@berth/contract'
import { deleteAccount as remove } from '../../accounts/delete-account.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'

export const deleteAccount: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.deleteAccount, async ({ params, request }) => {
    request.auditTarget({ target: params.name, owner: params.name })
    await remove(context, params.name)
    return undefined
  })
}
