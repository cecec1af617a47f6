import type { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import type { ErrorCode } from '@berth/contract'

/** Asks again until there is an answer; the test's own time limit ends it. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await wait(20)
  }
}

/** Expects a failure with a code of the catalogue. */
export async function failsWith(code: ErrorCode, work: Promise<unknown>): Promise<void> {
  await expect(work).rejects.toMatchObject({ code })
}

/** Reads a sequence until something is found in it. */
export async function firstOf<T>(values: AsyncIterable<T>, found: (value: T) => boolean): Promise<T> {
  for await (const value of values) if (found(value)) return value
  throw new Error('The stream ended without it')
}

/** Reads all of a sequence. */
export async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const read: T[] = []
  for await (const value of values) read.push(value)
  return read
}

/** Reads all bytes of a stream. */
export async function bytesOf(stream: Readable): Promise<Buffer> {
  return Buffer.concat(await all<Buffer>(stream))
}
