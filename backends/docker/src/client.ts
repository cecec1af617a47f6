import { Agent } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { inspect } from 'node:util'
import Docker from 'dockerode'

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
