import type { FastifyInstance } from 'fastify'
import { Histogram } from 'prom-client'
import type { Context } from '../context.ts'

/** Logs one line a request, and measures it by route, never by path: paths are without number. */
export function observeRequests(app: FastifyInstance, context: Context): void {
  const durations = new Histogram({
    name: 'berth_http_request_duration_seconds',
    help: 'Time to answer a request, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [context.metrics],
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown'
    const { method } = request
    durations.observe({ method, route, status: reply.statusCode }, reply.elapsedTime / 1_000)
    request.log.info(
      {
        method,
        path: request.url.split('?')[0],
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime),
        account: request.caller?.account,
        ...(request.outcome === null ? {} : { code: request.outcome }),
      },
      'request',
    )
    done()
  })
}
