import { BerthError, toProblem, type SingularityEvent } from '@berth/contract'
import { expect, test } from 'vitest'
import type { ConnectedBackend } from '../backends/backends.ts'
import { createConversions, type Conversions, type Make } from './conversions.ts'

const backend = { row: { name: 'local' } } as ConnectedBackend
const wish = (reference: string, account = 'alice') =>
  ({ account, reference, compression: 'zstd', places: null }) as const
const done: SingularityEvent = { type: 'done', file: { name: 'a.sif', size: 1, sha256: 'a' } }
const failed: SingularityEvent = {
  type: 'failed',
  problem: toProblem(new BerthError('image-not-found', { image: 'a' }), 'en'),
}

/** Goes until it is cancelled. */
const goesOn: Make = (_wish, _backend, { signal }) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error))
  })
const endsAs =
  (event: SingularityEvent): Make =>
  (_wish, _backend, { tell }) => {
    tell(event)
    return Promise.resolve()
  }
async function told(conversions: Conversions, reference: string): Promise<string[]> {
  const events = conversions.follow(wish(reference), new AbortController().signal)
  const types: string[] = []
  for await (const event of events) types.push(event.type === 'failed' ? event.problem.code : event.type)
  return types
}
const until = async (is: () => boolean): Promise<void> => {
  while (!is()) await new Promise(setImmediate)
}

test('one is joined while it goes, and forgotten once it is done', async () => {
  const conversions = createConversions(goesOn)
  expect(conversions.begin(wish('a'), backend).begun).toBe(true)
  expect(conversions.begin(wish('a'), backend).begun).toBe(false)
  expect(conversions.state(wish('a'))).toEqual({ type: 'queued', position: 0 })
  expect(conversions.state(wish('a', 'bob'))).toBeUndefined()
  const quick = createConversions(endsAs(done))
  quick.begin(wish('a'), backend)
  await until(() => quick.state(wish('a')) === undefined)
  expect(await told(quick, 'a')).toEqual([])
})

test('a failure is told once: to who asks, or to who follows', async () => {
  const conversions = createConversions(endsAs(failed))
  conversions.begin(wish('asked'), backend)
  expect(conversions.state(wish('asked'))).toEqual(failed)
  expect(conversions.state(wish('asked'))).toBeUndefined()
  conversions.begin(wish('followed'), backend)
  expect(await told(conversions, 'followed')).toEqual(['image-not-found'])
  expect(conversions.state(wish('followed'))).toBeUndefined()
})

test('a failure that nobody asked for is forgotten after a while', () => {
  let now = 0
  const conversions = createConversions(endsAs(failed), () => now)
  conversions.begin(wish('a'), backend)
  now = 10 * 60_000
  expect(conversions.state(wish('a'))).toBeUndefined()
})

test('of many failures of an account the oldest are forgotten, and nobody else’s', () => {
  const conversions = createConversions(endsAs(failed))
  conversions.begin(wish('his', 'bob'), backend)
  const names = Array.from({ length: 1_000 }, (_, at) => String(at))
  for (const name of names) conversions.begin(wish(name), backend)
  expect(names.filter((name) => conversions.state(wish(name)) !== undefined)).toEqual(names.slice(-20))
  expect(conversions.state(wish('his', 'bob'))).toEqual(failed)
})

test('an account has so many made at once', () => {
  const conversions = createConversions(goesOn)
  for (const name of ['a', 'b', 'c', 'd']) conversions.begin(wish(name), backend)
  expect(conversions.begin(wish('a'), backend).begun).toBe(false)
  expect(() => conversions.begin(wish('e'), backend)).toThrow('4 of your SIF files')
  expect(conversions.begin(wish('e', 'bob'), backend).begun).toBe(true)
  conversions.cancel(wish('b'))
  expect(conversions.begin(wish('e'), backend).begun).toBe(true)
})

test('who follows is told of a cancelling, and nothing when the console closes', async () => {
  const conversions = createConversions(goesOn)
  conversions.begin(wish('a'), backend)
  const cancelled = told(conversions, 'a')
  conversions.cancel(wish('a'))
  expect(await cancelled).toEqual(['queued', 'cancelled'])
  conversions.begin(wish('b'), backend)
  const closed = told(conversions, 'b')
  conversions.close()
  expect(await closed).toEqual(['queued'])
})
