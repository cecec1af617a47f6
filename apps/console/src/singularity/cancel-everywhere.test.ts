import { expect, test } from 'vitest'
import type { ConnectedBackend } from '../backends/backends.ts'
import type { Database } from '../database/connect.ts'
import type { Notifications } from '../database/notify.ts'
import { cancelEverywhere } from './cancel-everywhere.ts'
import { createConversions } from './conversions.ts'

/** What is told reaches all when `deliver` is called, as PostgreSQL does it a moment later. */
function postgres(): { notify: Notifications; deliver: () => void } {
  const handlers: ((payload: string) => void)[] = []
  const sent: string[] = []
  const notify: Notifications = {
    listen: (_channel, handler) => {
      handlers.push(handler)
      return () => undefined
    },
    notify: (_queryable, _channel, payload) => Promise.resolve(void sent.push(payload)),
    close: () => Promise.resolve(),
  }
  const deliver = (): void => {
    for (const payload of sent.splice(0)) for (const handler of handlers) handler(payload)
  }
  return { notify, deliver }
}

test('a conversion is cancelled at the replica where it goes, and what is begun anew here is not', async () => {
  const { notify, deliver } = postgres()
  const backend = { row: { name: 'local' } } as ConnectedBackend
  const wish = { account: 'alice', reference: 'a', compression: 'zstd', places: null } as const
  const replica = (name: string) => {
    const conversions = createConversions(() => new Promise(() => undefined))
    return {
      conversions,
      ...cancelEverywhere({ notify, database: null as unknown as Database }, conversions, name),
    }
  }
  const [one, two] = [replica('one'), replica('two')]
  two.conversions.begin(wish, backend)
  await one.cancel(wish)
  one.conversions.begin(wish, backend)
  deliver()
  expect([one, two].map(({ conversions }) => conversions.state(wish)?.type)).toEqual(['queued', undefined])
})
