import { BerthError, type Route } from '@berth/contract'
import { mayUse } from '@berth/lending'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { callerOfSession, callerOfToken } from '../accounts/recognize.ts'
import type { Context } from '../context.ts'
import { clearSessionCookie, readSessionCookie, setSessionCookie } from './session-cookie.ts'

/** Recognises who asks, and decides by the role whether the route may be used at all. */
export async function admit(
  context: Context,
  route: Pick<Route, 'permission'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  if (route.permission === 'public') return
  request.caller = await recognize(context, request, reply)
  if (mayUse(route.permission, request.caller)) return
  throw new BerthError(request.caller === null ? 'unauthenticated' : 'forbidden')
}

/** The caller by bearer token or else cookie; null without either; throws where one is given that does not hold. */
export async function recognize(context: Context, request: FastifyRequest, reply: FastifyReply) {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const token = /^Bearer +([\w.~+/=-]+) *$/i.exec(authorization)?.[1]
    return callerOfToken(context.database, token ?? '')
  }
  const value = readSessionCookie(request)
  if (value === undefined) return null
  const found = await callerOfSession(context.database, value, context.settings.sessionHours)
  if (found === null) {
    clearSessionCookie(reply)
    throw new BerthError('session-expired')
  }
  if (found.prolonged) setSessionCookie(reply, value, context.settings.sessionHours)
  return found.caller
}
