import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { latest } from './latest.ts'

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const one of source) found.push(one)
  return found
}

test('of many at once the first and the last are told', async () => {
  async function* many(): AsyncGenerator<number> {
    for (let i = 0; i < 1_000; i += 1) yield await Promise.resolve(i)
  }
  const told = await all(latest(many(), 10_000))
  expect(told).toEqual([0, 999])
})

test('what comes before a silence is told during it', async () => {
  const silence = new AbortController()
  async function* silent(): AsyncGenerator<string> {
    yield 'first'
    yield 'last'
    await sleep(60_000, undefined, { signal: silence.signal })
  }
  const going = latest(silent(), 20)
  expect((await going.next()).value).toBe('first')
  expect((await going.next()).value).toBe('last')
  const end = going.next()
  silence.abort()
  await expect(end).rejects.toThrow('aborted')
})

test('leaving ends the source, and a failure is passed on', async () => {
  let left = false
  async function* failing(): AsyncGenerator<number> {
    try {
      yield 1
      yield await Promise.reject(new Error('no'))
    } finally {
      left = true
    }
  }
  await expect(all(latest(failing(), 0))).rejects.toThrow('no')
  expect(left).toBe(true)
})
