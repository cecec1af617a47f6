import { request } from 'node:http'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'

export interface DaemonQuestion {
  readonly method: 'GET' | 'POST'
  /** With its query, encoded. */
  readonly path: string
  readonly body?: Readable
}

/** Milliseconds without a byte. */
const patience = 10_000

/**
 * Asks the Docker Engine API and gives its whole answer, which is to be short. Throws what keeps the connection from
 * being made, and the daemon's refusal. For the few questions of who starts a daemon: dockerode would bring gRPC and
 * ssh2 with it, 14 MB in a process that asks no more.
 */
export function askDaemon(socketPath: string, { method, path, body }: DaemonQuestion): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const headers = body === undefined ? {} : { 'content-type': 'application/x-tar' }
  const asked = request({ socketPath, method, path, headers, agent: false })
  asked.setTimeout(body === undefined ? patience : 0, () => asked.destroy(new Error('The daemon is silent')))
  asked.once('error', reject).once('response', (answer) => {
    text(answer).then((said) => {
      if (answer.statusCode === 200) resolve(said)
      else reject(new Error(`${method} ${path.split('?')[0] ?? ''}: ${answer.statusCode ?? ''} ${said}`))
    }, reject)
  })
  if (body === undefined) asked.end()
  else body.once('error', (error) => asked.destroy(error)).pipe(asked)
  return promise
}
