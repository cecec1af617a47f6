import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { PassThrough, Readable, Writable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { writeBytes } from './write-bytes.ts'

const pieceOf = (size: number): Buffer => {
  const piece = Buffer.from(new ArrayBuffer(size))
  randomBytes(size).copy(piece)
  return piece
}

test('everything arrives, in order, and each large piece is freed once it is written', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const received = once(server, 'connection').then(([socket]) => buffer(socket as Readable))
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const pieces = [65_536, 7, 1_000_000, 40_000, 3].map(pieceOf)
  const sent = Buffer.concat(pieces)
  await writeBytes(Readable.from(pieces, { objectMode: false }), socket)
  socket.end()
  expect((await received).equals(sent)).toBe(true)
  expect(pieces.map(({ byteLength }) => byteLength)).toEqual([0, 7, 0, 0, 3])
  server.close()
})

test('a part of a larger buffer is left alone', async () => {
  const whole = pieceOf(100_000)
  const destination = new PassThrough().resume()
  await writeBytes(Readable.from([whole.subarray(0, 50_000)], { objectMode: false }), destination)
  expect(whole.byteLength).toBe(100_000)
})

test('no more than 1 MiB waits for a destination that takes nothing', async () => {
  const stuck = new Writable({ write: () => undefined })
  const source = new Readable({ read: () => undefined })
  void writeBytes(source, stuck)
  for (let i = 0; i < 40; i += 1) source.push(pieceOf(65_536))
  await new Promise(setImmediate)
  expect(source.isPaused()).toBe(true)
  expect(stuck.writableLength).toBe(1024 * 1024)
})

test.each(['source', 'destination'] as const)(
  'a %s that breaks off is told, the other is left',
  async (which) => {
    const source = new Readable({ read: () => undefined })
    const destination = new PassThrough()
    const writing = writeBytes(source, destination)
    const [broken, other] = which === 'source' ? [source, destination] : [destination, source]
    broken.destroy()
    await expect(writing).rejects.toThrow('broke off')
    expect(other.destroyed).toBe(false)
    await expect(writeBytes(source, destination)).rejects.toThrow('broke off')
  },
)
