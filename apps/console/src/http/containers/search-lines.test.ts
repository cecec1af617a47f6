import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { searchLines } from './search-lines.ts'

const line = (said: string) =>
  JSON.stringify({ time: '2026-01-01T00:00:00.000Z', stream: 'stdout', text: said })
const bytes = Buffer.from(
  ['ready', 'こんにちは 世界', 'GET /ABC', '"quoted"', ''].map(line).join('\n') + '\n',
)

/** What is found where the bytes come in pieces of a size, which cut lines and letters anywhere. */
async function found(search: string, size: number, of = bytes): Promise<string[]> {
  const pieces = Array.from({ length: Math.ceil(of.length / size) }, (_, at) =>
    of.subarray(at * size, (at + 1) * size),
  )
  const lines = (await text(searchLines(Readable.from(pieces), search))).split('\n')
  expect(lines.pop()).toBe('')
  return lines.map((each) => (JSON.parse(each) as { text: string }).text)
}

test.each([1, 7, 10_000])('finds lines whole, capitals or not, in pieces of %d bytes', async (size) => {
  expect(await found('READY', size)).toEqual(['ready'])
  expect(await found('世界', size)).toEqual(['こんにちは 世界'])
  expect(await found('abc', size)).toEqual(['GET /ABC'])
  // Full-width letters are the same letters.
  expect(await found('ａｂｃ', size)).toEqual(['GET /ABC'])
  expect(await found('nothing of it', size)).toEqual([])
})

test('searches what was said, not how it is carried', async () => {
  expect(await found('stdout', 10_000)).toEqual([])
  expect(await found('"quoted"', 10_000)).toEqual(['"quoted"'])
})

test('a last line without an end is searched too', async () => {
  expect(await found('ready', 3, Buffer.from(line('ready')))).toEqual(['ready'])
})

test('passes on that the lines broke off, and ends them where nobody reads on', async () => {
  const broken = new Readable({ read: () => undefined })
  const read = text(searchLines(broken, 'x'))
  broken.destroy(new Error('the agent is gone'))
  await expect(read).rejects.toThrow('the agent is gone')
  const endless = new Readable({ read: () => undefined })
  searchLines(endless, 'x').destroy()
  await expect.poll(() => endless.destroyed).toBe(true)
})
