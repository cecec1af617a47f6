import { consoleRoutes } from '@berth/contract'
import { authorize } from '@berth/lending'
import { z } from 'zod'
import { deleteToken as remove, ownerOfToken } from '../../accounts/tokens.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'

export const deleteToken: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.deleteToken, async ({ actor, params, request }) => {
    const id = z.uuid().safeParse(params.id).data
    const found = id === undefined ? undefined : await ownerOfToken(context.database, id)
    request.auditTarget({ target: params.id, ...found })
    const { owner } = authorize(actor, 'token:own', found)
    await remove(context, owner, params.id)
    return undefined
  })
}
