import { consoleRoutes } from '@berth/contract'
import { deleteToken } from '../../accounts/tokens.ts'
import { endSession } from '../../accounts/sessions.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'
import { clearSessionCookie } from '../session-cookie.ts'

/** Logs out: a browser's session ends, or the token that was used is revoked. */
export const deleteSession: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.deleteSession, async ({ actor, reply }) => {
    const { account, by } = actor
    if (by.kind === 'session') await endSession(context.database, context.streams, account, by.hash)
    else await deleteToken(context, account, by.id)
    clearSessionCookie(reply)
    return undefined
  })
}
