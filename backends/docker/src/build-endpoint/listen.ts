import { chmod, chown, lstat, mkdir, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { join } from 'node:path'
import { BerthError } from '@berth/contract'
import { toBerthError } from '../translate/docker-error.ts'
import { answerError, type Call } from './answer.ts'
import { explained } from './explained.ts'
import { findVerb } from './find-verb.ts'
import type { BuildParts } from './tenant.ts'

/** A listener of one account alone. */
export interface Listener {
  readonly socketPath: string
  /** How many images are being built through it. */
  building(): number
  /** Ends the account's builds too. */
  close(): Promise<void>
}

export interface SocketPlace {
  /** A folder for this account alone: whoever reaches it is the account. */
  readonly folder: string
  /** Who is root in the account's containers, where user namespaces are remapped. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined
}

/** Of one account at a time; more are closed as they come. Its builds are counted beside (admission.ts). */
const mostConnections = 64

/** The socket's name in its folder; a container gets the folder, so that a new socket is found. */
const socketName = 'docker.sock'

/**
 * Opens the build endpoint of an account on a Unix socket: the part of the Docker Engine's API that building needs,
 * for this account. Done when it listens; a socket that a dead process left is replaced.
 */
export async function listen(parts: BuildParts, place: SocketPlace): Promise<Listener> {
  await makeOwnFolder(place)
  const socketPath = join(place.folder, socketName)
  await rm(socketPath, { force: true })
  let building = 0
  const server = createServer((request, response) => {
    const builds = /\/build(\?|$)/.test(request.url ?? '')
    if (builds) building += 1
    response.once('close', () => {
      if (builds) building -= 1
    })
    void serve(parts, request, response)
  })
  // A build takes as long as it takes; its own limit ends it.
  server.requestTimeout = 0
  server.maxConnections = mostConnections
  server.listen(socketPath)
  await once(server, 'listening')
  await chmod(socketPath, 0o600)
  if (place.owner !== undefined)
    for (const path of [socketPath, place.folder]) await chown(path, place.owner.uid, place.owner.gid)
  return { socketPath, building: () => building, close: () => closeServer(server) }
}

/** A folder that another user of this machine made beforehand would be that user's to look into. */
async function makeOwnFolder({ folder, owner }: SocketPlace): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { uid, mode } = await lstat(folder)
  const ours = uid === process.getuid?.() || (owner !== undefined && uid === owner.uid)
  if (!ours || (mode & 0o170_077) !== 0o040_000)
    throw new BerthError('runtime-error', { message: `${folder} is not the agent’s own` })
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}

async function serve(parts: BuildParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  request.on('error', () => undefined)
  try {
    const { verb, name, query } = findVerb(request.method ?? '', request.url ?? '')
    const call: Call = { parts, request, response, query, name, signal: gone.signal }
    await verb(call)
  } catch (error) {
    fail(parts, request, response, error)
  }
}

function fail(parts: BuildParts, request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const known = toBerthError(error)
  if (known.status >= 500)
    parts.log.warn(
      { error: String(error), account: parts.tenant.account },
      'A call to a build endpoint failed',
    )
  request.unpipe()
  if (response.headersSent) response.destroy()
  else {
    // The rest of a context is not read: the connection ends with the answer.
    response.setHeader('connection', 'close')
    answerError(response, known.status, explained(known))
  }
}
