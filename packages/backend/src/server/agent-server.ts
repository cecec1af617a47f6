import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import swagger from '@fastify/swagger'
import websocket from '@fastify/websocket'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { BerthError, type Route } from '@berth/contract'
import { allowedMethods } from './allowed-methods.ts'
import { bearerCheck } from './authenticate.ts'
import { openapiOptions, routeSchema } from './openapi.ts'
import { sendProblem } from './problems.ts'
import { verbs } from './routes/index.ts'
import { terminalMaxMessage } from './terminal-socket.ts'
import { acceptedBy, acceptOnly } from './transports.ts'
import type { Agent, Verb } from './verb.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    berth?: Route
  }
}

interface Tls {
  readonly cert: string
  readonly key: string
}

interface ServerOptions {
  readonly agent: Agent
  readonly token: string
  readonly log: FastifyBaseLogger
  readonly tls: Tls | undefined
}

/** Largest JSON body: an exec's 1 MiB of stdin, each byte of which may be written as `\u0000`, and its command. */
const bodyLimit = 8 * 1024 * 1024

/** Makes the HTTP server with every route of the agent's API; it does not listen yet. */
export async function createAgentServer({ agent, token, log, tls }: ServerOptions): Promise<FastifyInstance> {
  const authenticate = bearerCheck(token)
  const app: FastifyInstance = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply),
    serverFactory: (handler) => listener(handler, tls),
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(sendProblem)
  app.addHook('onRequest', (request, _reply, done) => {
    authenticate(request.headers.authorization)
    done()
  })
  await app.register(websocket, { options: { maxPayload: terminalMaxMessage } })
  await app.register(swagger, openapiOptions)
  app.setNotFoundHandler((request, reply) => {
    const methods = allowedMethods(routes, request.url)
    if (methods.length === 0) throw new BerthError('not-found')
    void reply.header('allow', methods.join(', '))
    throw new BerthError('method-not-allowed')
  })
  for (const verb of verbs)
    app.register((scope, _options, done) => {
      serve(scope, verb, agent)
      done()
    })
  app.get('/v1/openapi.json', { schema: { hide: true } }, () => app.swagger())
  return app
}

const routes = verbs.map((verb) => verb.route)

/** Node ends a request that takes longer than five minutes to arrive: an upload may. */
function listener(handler: Parameters<typeof createServer>[1] & {}, tls: Tls | undefined): Server {
  const options = { requestTimeout: 0, keepAliveTimeout: 72_000, noDelay: true }
  return tls
    ? createTlsServer({ ...options, ...tls, minVersion: 'TLSv1.2' }, handler)
    : createServer(options, handler)
}

/** Registers one verb in a scope of its own, which takes the one kind of body that its route accepts. */
function serve(scope: FastifyInstance, verb: Verb, agent: Agent): void {
  const { route } = verb
  acceptOnly(scope, acceptedBy(route))
  scope.route({
    method: route.method,
    url: route.path,
    schema: routeSchema(route),
    config: { berth: route },
    handler: async (request, reply) => {
      void reply.code(route.status === 101 ? 200 : route.status).header('x-content-type-options', 'nosniff')
      return verb.answer(agent, request, reply)
    },
    ...(verb.connect ? { wsHandler: (socket, request) => verb.connect?.(agent, request, socket) } : {}),
  })
}
