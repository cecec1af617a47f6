import { consoleRoutes } from '@berth/contract'
import { authorize } from '@berth/lending'
import { setPassword as set } from '../../accounts/set-password.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'

export const setPassword: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.setPassword, async ({ actor, params, body, request }) => {
    request.auditTarget({ target: params.name, owner: params.name })
    authorize(actor, 'account:password', { owner: params.name })
    await set(context, actor, params.name, body, request.ip)
    return undefined
  })
}
