import { setTimeout as delay } from 'node:timers/promises'
import { ConnectionError } from '@berth/client'
import { BerthError, type Container } from '@berth/contract'
import type { ConsoleClient } from '../context.ts'

const retryAfter = 1_000
const attempts = 30

/**
 * A container each time that it changes, from how it is now; ends when it is gone. A lost connection is made again
 * for 30 s. Listens before it asks, so that no change falls between.
 */
export async function* watchContainer(
  client: ConsoleClient,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<Container, void, undefined> {
  for (let failures = 0; ;) {
    try {
      const events = await client.streamEvents({ signal })
      yield await client.getContainer({ params: { id }, signal })
      failures = 0
      for await (const event of events) {
        if (event.type === 'container' && event.container.id === id) yield event.container
        if (event.type === 'container-removed' && event.id === id) return
        if (event.type === 'resync') yield await client.getContainer({ params: { id }, signal })
      }
    } catch (error) {
      if (error instanceof BerthError && error.code === 'not-found') return
      failures += 1
      if (!(error instanceof ConnectionError) || failures >= attempts) throw error
    }
    await delay(retryAfter, undefined, { signal })
  }
}
