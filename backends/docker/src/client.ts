import { Agent } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { inspect } from 'node:util'
import Docker, { type Container } from 'dockerode'
import { BerthError } from '@berth/contract'
import type { DockerContext } from './context.ts'
import { statusOf, messageOf, toBerthError, type ErrorContext } from './translate/docker-error.ts'
import { isOurs, labels } from './translate/names.ts'

/** A client that keeps its connections: to a Unix socket, or else to what DOCKER_HOST and its companions name. */
export function connectDocker(socketPath: string | undefined): { docker: Docker; close(): void } {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 32, scheduling: 'lifo' })
  // docker-modem inspects its options, to all depths, at every request: with an agent's sockets that is 50 ms of CPU.
  Object.assign(agent, { [inspect.custom]: () => 'Agent' })
  const docker =
    socketPath === undefined
      ? new Docker({ timeout: 0 })
      : // `host` is said so that DOCKER_HOST in the environment does not win over the socket.
        new Docker({ socketPath, host: undefined, protocol: 'http' })
  if (socketPath !== undefined) Object.assign(docker.modem as object, { agent })
  return { docker, close: () => agent.destroy() }
}

/** The Docker daemon's files and processes are this machine's: it is asked through a Unix socket. */
export const isLocal = (docker: Docker): boolean => {
  const modem = docker.modem as { socketPath?: unknown; host?: unknown }
  return modem.host === undefined && typeof modem.socketPath === 'string'
}

/** A GET whose answer is read as it comes, whatever its length. */
export function openStream(
  docker: Docker,
  path: string,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const modem = docker.modem as {
    dial(options: object, callback: (error: Error | null, result: IncomingMessage) => void): void
  }
  modem.dial(
    {
      path: `${path}?`,
      method: 'GET',
      options: { ...query },
      abortSignal: signal,
      isStream: true,
      statusCodes: { 200: true },
    },
    (error, result) => {
      if (error) reject(error)
      else resolve(result)
    },
  )
  return promise
}

/**
 * Runs `use` on the container that has this ID and this instance's labels, `not-found` if there is none. Which
 * one it is comes from memory; if that one has gone, the daemon is asked again.
 */
export async function withContainer<T>(
  context: DockerContext,
  id: string,
  use: (container: Container) => Promise<T>,
  words: ErrorContext = {},
): Promise<T> {
  const known = context.known.runtimeId(id)
  try {
    if (known !== undefined) {
      try {
        return await use(context.docker.getContainer(known))
      } catch (error) {
        if (!isGone(error)) throw error
        context.known.forget(known)
      }
    }
    const found = await findRuntimeId(context, id)
    if (found === undefined) throw new BerthError('not-found')
    return await use(context.docker.getContainer(found))
  } catch (error) {
    throw toBerthError(error, words)
  }
}

/** The runtime's ID of one of our containers, asked from the daemon by labels. */
export async function findRuntimeId(context: DockerContext, id: string): Promise<string | undefined> {
  const rows = await context.docker.listContainers({
    all: true,
    filters: { label: [`${labels.container}=${id}`, `${labels.instance}=${context.instance}`] },
  })
  const row = rows.find((one) => isOurs(one.Labels, context.instance) && one.Labels[labels.container] === id)
  if (row !== undefined) context.known.learn(id, row.Id)
  return row?.Id
}

/** Whether a failure says that the container itself is no more. */
export const isGone = (error: unknown): boolean =>
  error instanceof BerthError
    ? error.code === 'not-found'
    : statusOf(error) === 404 && /no such container|no container with/i.test(messageOf(error))
