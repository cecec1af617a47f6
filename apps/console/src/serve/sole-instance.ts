import { once } from 'node:events'
import { createServer } from 'node:net'
import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'

/**
 * Takes a data folder for this process alone; false if another has it. Held by a socket in Linux's abstract name space
 * (unix(7)): it is gone with the process, however that ends.
 */
export async function takeAlone(dataFolder: string): Promise<boolean> {
  const id = createHash('sha256').update(realpathSync(dataFolder)).digest('hex')
  const server = createServer((socket) => socket.destroy())
  server.listen({ path: `\0berth-serve-${id}` })
  try {
    await once(server, 'listening')
    server.unref()
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return false
    throw error
  }
}
