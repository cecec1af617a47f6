import { timingSafeEqual } from 'node:crypto'
import { BerthError } from '@berth/contract'
import { mayUse } from '@berth/lending'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hashOf } from '../accounts/random-value.ts'
import type { Context } from '../context.ts'
import { recognize } from './authenticate.ts'

/** `/healthz`: the process lives. `/readyz`: all that is needed to lend is up. `/metrics`: for Prometheus. */
export function healthRoutes(app: FastifyInstance, context: Context): void {
  const options = { schema: { hide: true }, logLevel: 'silent' } as const
  app.get('/healthz', options, () => ({ alive: true }))
  app.get('/readyz', options, async (_request, reply) => {
    const checks = await context.readiness.read()
    const ready = checks.every((check) => check.ready)
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ready, checks })
  })
  app.get('/metrics', options, async (request, reply) => {
    await admitMetrics(context, request, reply)
    return reply.type(context.metrics.contentType).send(await context.metrics.metrics())
  })
}

/** This machine itself (not through a proxy), the token of the settings, or an administrator. */
async function admitMetrics(context: Context, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const proxied = request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined
  if (!proxied && /^(127\.|::1$|::ffff:127\.)/.test(request.socket.remoteAddress ?? '')) return
  const { metricsToken } = context.settings
  const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  // Hashed, so that lengths are equal and the time tells nothing.
  if (
    metricsToken !== undefined &&
    given !== undefined &&
    timingSafeEqual(hashOf(given), hashOf(metricsToken))
  )
    return
  const caller = await recognize(context, request, reply)
  if (!mayUse('audit:read', caller)) throw new BerthError(caller === null ? 'unauthenticated' : 'forbidden')
}
