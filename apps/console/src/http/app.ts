import cookie from '@fastify/cookie'
import websocket from '@fastify/websocket'
import { BerthError } from '@berth/contract'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Context } from '../context.ts'
import { contentTypes } from './content-types.ts'
import { documentApi } from './document-api.ts'
import { healthRoutes } from './health.ts'
import { answerProblem, bodyLimit, methodsOf } from './problems.ts'
import { protectPages } from './protect-pages.ts'
import { newRequestId } from './request-id.ts'
import { refuseBrokenHttp } from './refuse-broken-http.ts'
import { observeRequests } from '../metrics/observe-requests.ts'
import { hasPages, isPage, servePages } from './serve-pages.ts'
import './request-state.ts'

/** Adds the routes of one part, by `handle`. */
export type Registrar = (app: FastifyInstance, context: Context) => void

/**
 * The console's HTTP server, not yet listening: the parts' routes, health, metrics, the API's document and
 * the pages. Every failure, of whatever kind, is answered as a problem document.
 */
export async function buildApp(context: Context, registrars: readonly Registrar[]): Promise<FastifyInstance> {
  const log: FastifyBaseLogger = context.log
  const app = Fastify({
    ...(context.settings.tls === null ? {} : { https: context.settings.tls }),
    loggerInstance: log,
    // One line a request, from `observeRequests`: paths without queries.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: newRequestId,
    requestIdHeader: false,
    trustProxy: context.settings.trustedProxies.length > 0 ? [...context.settings.trustedProxies] : false,
    bodyLimit,
    // An upload may take hours; `contentTypes` gives JSON bodies a deadline of their own.
    requestTimeout: 0,
    routerOptions: { maxParamLength: 256 },
    forceCloseConnections: true,
    frameworkErrors: (error, request, reply) => answerProblem(error, request, reply),
    clientErrorHandler: refuseBrokenHttp,
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  decorate(app)
  app.setErrorHandler((error, request, reply) => answerProblem(error, request, reply))
  observeRequests(app, context)
  await app.register(cookie)
  await app.register(websocket, { options: { maxPayload: bodyLimit } })
  await protectPages(app)
  contentTypes(app)
  await documentApi(app)
  healthRoutes(app, context)
  for (const register of registrars) register(app, context)
  await servePages(app)
  answerUnknown(app)
  return app
}

function decorate(app: FastifyInstance): void {
  app.decorateRequest('caller', null)
  app.decorateRequest('outcome', null)
  app.decorateRequest('audited')
  app.decorateRequest('auditTarget', function (target) {
    this.audited = { ...this.audited, ...target }
  })
  app.addHook('onRequest', (request, reply, done) => {
    request.audited = {}
    void reply.header('x-request-id', request.id)
    done()
  })
}

/** A page of the application, or 405 where the path is known, or 404. */
function answerUnknown(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    if (hasPages && isPage(request)) return reply.header('cache-control', 'no-cache').sendFile('index.html')
    const allowed = methodsOf(request.url.split('?')[0] ?? '')
    if (allowed.length > 0) void reply.header('allow', allowed.join(', '))
    answerProblem(new BerthError(allowed.length > 0 ? 'method-not-allowed' : 'not-found'), request, reply)
    return reply
  })
}
