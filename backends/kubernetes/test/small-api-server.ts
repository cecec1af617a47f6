import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { KubeConfig } from '@kubernetes/client-node'

export interface SmallApiServer {
  readonly config: KubeConfig
  /** What was asked: method, path and query. */
  readonly asked: string[]
  /** Everything that is there, by its path. */
  readonly objects: Map<string, Stored>
  /** Puts something there and tells those who watch. */
  put(path: string, object: object): Stored
  readonly close: () => void
}

interface Stored {
  readonly metadata: Readonly<Record<string, unknown>>
  readonly [field: string]: unknown
}

/** Answers a request instead of the server, or leaves it to the server (false). */
type Instead = (request: IncomingMessage, answer: ServerResponse, server: SmallApiServer) => boolean

/** As much of an API server as stores, lists, watches and deletes objects. No schema, no label selectors. */
export async function startSmallApiServer(instead: Instead = () => false): Promise<SmallApiServer> {
  const watching = new Map<string, Set<ServerResponse>>()
  const listener = createServer((request, answer) => {
    respond(server, watching, instead, request, answer).catch((error: unknown) =>
      answer.destroy(error as Error),
    )
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const server: SmallApiServer = {
    config: configFor((listener.address() as AddressInfo).port),
    asked: [],
    objects: new Map(),
    put: (path, object) => {
      const stored = withIdentity(path, object, server.asked.length)
      server.objects.set(path, stored)
      for (const one of watching.get(kindOf(path)) ?? [])
        one.write(`${JSON.stringify({ type: 'ADDED', object: stored })}\n`)
      return stored
    },
    close: () => {
      listener.closeAllConnections()
      listener.close()
    },
  }
  return server
}

function configFor(port: number): KubeConfig {
  const config = new KubeConfig()
  config.loadFromClusterAndUser(
    { name: 'small', server: `http://127.0.0.1:${String(port)}`, skipTLSVerify: true },
    { name: 'agent' },
  )
  return config
}

async function respond(
  server: SmallApiServer,
  watching: Map<string, Set<ServerResponse>>,
  instead: Instead,
  request: IncomingMessage,
  answer: ServerResponse,
): Promise<void> {
  const { pathname: path, searchParams } = new URL(request.url ?? '', 'http://server')
  server.asked.push(`${request.method ?? ''} ${request.url ?? ''}`)
  if (instead(request, answer, server)) return
  const told = (status: number, body: object): void => {
    answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const found = server.objects.get(path)
  if (request.method === 'PATCH') {
    const object = JSON.parse(await text(request)) as object
    told(200, server.put(path, object))
  } else if (searchParams.get('watch') === 'true') {
    const same = watching.get(kindOf(`${path}/one`)) ?? new Set()
    watching.set(kindOf(`${path}/one`), same.add(answer))
    answer.writeHead(200, { 'content-type': 'application/json' }).flushHeaders()
  } else if (/\/(deployments|pods|services|nodes|networkpolicies)$/.test(path)) {
    const items = [...server.objects].filter(([at]) => kindOf(at) === kindOf(`${path}/one`))
    told(200, { metadata: { resourceVersion: '1' }, items: items.map(([, object]) => object) })
  } else if (found === undefined) told(404, { kind: 'Status', message: 'not found' })
  else {
    if (request.method === 'DELETE') remove(server, path)
    told(200, found)
  }
}

/** A Deployment's pods, which are all of its namespace here, go with it. */
function remove({ objects }: SmallApiServer, path: string): void {
  objects.delete(path)
  const namespace = /\/namespaces\/[^/]+(?=\/deployments\/)/.exec(path)?.[0]
  for (const other of objects.keys())
    if (namespace !== undefined && other.includes(`${namespace}/pods/`)) objects.delete(other)
}

const kindOf = (path: string): string => path.split('/').at(-2) ?? ''

const withIdentity = (path: string, object: object, version: number): Stored => ({
  ...object,
  metadata: {
    ...('metadata' in object ? (object.metadata as object) : {}),
    uid: path,
    resourceVersion: String(version),
  },
})
