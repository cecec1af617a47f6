import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * Runs `work` while no other process of this machine (network namespace) runs work under the same name. The lock is
 * an abstract Unix socket: the kernel gives it to one, and takes it back however its holder ends.
 */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  const lock = await acquire(`\0${name}`)
  try {
    return await work()
  } finally {
    lock.close()
  }
}

async function acquire(path: string) {
  for (;;) {
    const server = createServer()
    const held = await new Promise<boolean>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'EADDRINUSE') resolve(false)
        else reject(error)
      })
      server.listen(path, () => {
        resolve(true)
      })
    })
    if (held) return server
    await delay(50)
  }
}
