import { chmod, mkdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { dirname } from 'node:path'

interface Listener {
  listen(options: { path: string }): Promise<string>
}

/**
 * Listens on a Unix socket that its owner alone may use. The socket of an agent that was killed is
 * replaced; one that answers is left alone (`EADDRINUSE`).
 */
export async function listenOnSocket(server: Listener, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  if (!(await answers(path))) await rm(path, { force: true })
  await server.listen({ path })
  await chmod(path, 0o600)
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
