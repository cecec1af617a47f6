import type { FastifyReply, FastifyRequest } from 'fastify'

const name = 'berth_session'
/** Always Secure: docs/decisions/0006. */
const attributes = { httpOnly: true, secure: true, sameSite: 'lax', path: '/' } as const

export const readSessionCookie = (request: FastifyRequest): string | undefined => request.cookies[name]
export const setSessionCookie = (reply: FastifyReply, value: string, hours: number): void =>
  void reply.setCookie(name, value, { ...attributes, maxAge: hours * 3_600 })
export const clearSessionCookie = (reply: FastifyReply): void => void reply.clearCookie(name, attributes)
