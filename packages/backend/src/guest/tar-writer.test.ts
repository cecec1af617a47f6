import { once } from 'node:events'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { extract } from 'tar-stream'
import { expect, test } from 'vitest'
import { createDiskRoom } from './disk-room.ts'
import { createTarWriter } from './tar-writer.ts'

const anywhere = createDiskRoom(() => Promise.resolve(null))
const streamOf = (...pieces: string[]): Readable =>
  Readable.from(
    pieces.map((piece) => Buffer.from(piece)),
    { objectMode: false },
  )

async function entriesOf(tar: Readable): Promise<[string, string, string][]> {
  const read = extract()
  tar.pipe(read)
  const found: [string, string, string][] = []
  for await (const entry of read)
    found.push([entry.header.name, entry.header.type, (await buffer(entry)).toString()])
  return found
}

test('folders, files of any length and names that need a longer header are read again as they were written', async () => {
  const writer = createTarWriter(anywhere)
  const read = entriesOf(writer.bytes)
  const long = `${'長い名前'.repeat(60)}.txt`
  await writer.entry({ name: 'folder/', type: 'directory' })
  await writer.entry({ name: 'empty', size: 0 }, streamOf())
  await writer.entry({ name: long, size: 7 }, streamOf('abc', 'defg'))
  await writer.entry({ name: 'block', size: 512 }, [
    Buffer.alloc(512, 'x'),
  ] as unknown as AsyncIterable<Buffer>)
  writer.end()
  expect(await read).toEqual([
    ['folder/', 'directory', ''],
    ['empty', 'file', ''],
    [long, 'file', 'abcdefg'],
    ['block', 'file', 'x'.repeat(512)],
  ])
})

test.each([
  ['shorter', 'ab'],
  ['longer', 'abcd'],
])('content that is %s than its size is refused', async (_what, content) => {
  const writer = createTarWriter(anywhere)
  writer.bytes.resume()
  await expect(writer.entry({ name: 'a', size: 3 }, streamOf(content))).rejects.toMatchObject({
    code: 'upload-incomplete',
  })
})

test('content that breaks off is refused, and so is a reader that has gone', async () => {
  const writer = createTarWriter(anywhere)
  const broken = new Readable({ read: () => undefined })
  const writing = writer.entry({ name: 'a', size: 3 }, broken)
  broken.destroy()
  await expect(writing).rejects.toMatchObject({ code: 'upload-incomplete' })
  writer.bytes.destroy()
  await expect(writer.entry({ name: 'b', size: 3 }, streamOf('abc'))).rejects.toMatchObject({
    code: 'upload-incomplete',
  })
})

test('no more than what may wait is taken before the reader reads', async () => {
  const writer = createTarWriter(anywhere)
  const piece = Buffer.alloc(64 * 1024)
  const count = 64
  let given = 0
  const content = new Readable({
    read() {
      given += 1
      this.push(given > count ? null : piece)
    },
  })
  const writing = writer.entry({ name: 'a', size: count * piece.length }, content)
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  expect(writer.bytes.readableLength).toBeLessThan(2 * 1024 * 1024)
  writer.bytes.resume()
  await writing
  writer.end()
  await once(writer.bytes, 'end')
  expect(given).toBe(count + 1)
})

test('a reader that goes while pieces wait is told to who waits, and to nobody after the end', async () => {
  const writer = createTarWriter(anywhere)
  const piece = Buffer.alloc(1024 * 1024)
  const content = Readable.from(Array.from({ length: 8 }, () => piece))
  const writing = writer.entry({ name: 'a', size: 8 * piece.length }, content)
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  writer.giveUp()
  await expect(writing).rejects.toMatchObject({ code: 'upload-incomplete' })
  expect(() => writer.end()).not.toThrow()
})
