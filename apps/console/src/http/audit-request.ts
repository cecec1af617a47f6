import type { Route } from '@berth/contract'
import type { FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'

/** Whether a route's uses are kept: changes, and entries into a container. */
export const isAudited = (route: Route): boolean =>
  route.method !== 'GET' || route.permission === 'container:enter'

/** Keeps what a request did. Refusals of nobody are left to the log, lest anybody fill the database. */
export function auditRequest(context: Context, route: Route, request: FastifyRequest, outcome: string): void {
  const { target, owner, account = request.caller?.account } = request.audited
  if (account === undefined) return
  context.audit.record({
    time: new Date(),
    account,
    action: route.name,
    target: target ?? null,
    owner: owner ?? null,
    outcome,
    address: request.ip,
  })
}
