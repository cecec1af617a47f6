import { consoleRoutes } from '@berth/contract'
import { normalizeAccountName } from '@berth/lending'
import { logIn } from '../../accounts/log-in.ts'
import { beginSession } from '../../accounts/sessions.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'
import { setSessionCookie } from '../session-cookie.ts'
import { describeSession } from './describe-session.ts'

export const createSession: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.createSession, async ({ body, request, reply }) => {
    // What was typed there may be a password by mistake: only what can be an account is kept.
    const typed = normalizeAccountName(body.account)
    request.auditTarget({ account: /^[\w.-]{1,32}$/.test(typed) ? typed : '?' })
    const { name, displayName, role, source } = await logIn(context, body, request.ip)
    const hours = context.settings.sessionHours
    const { value, hash, expiresAt } = await beginSession(context.database, name, hours)
    setSessionCookie(reply, value, hours)
    const by = { kind: 'session', hash, expiresAt } as const
    return describeSession(context, { account: name, displayName, role, source, by })
  })
}
