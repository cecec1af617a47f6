import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import type Docker from 'dockerode'
import { openStream } from '../client.ts'

/** Bytes read at a time at most. */
const bufferSize = 512 * 1024
const longestHead = 64 * 1024

/**
 * A container's tree as a tar, in pieces that hold good only until the next is asked for. From a local daemon they are
 * read into two buffers in turn: pieces with memory of their own (Node's streams) cost more in garbage collection than
 * all the rest of a conversion. Throws the daemon's refusal, or what broke the connection off.
 */
export async function* readExport(docker: Docker, id: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  const { socketPath } = docker.modem as { socketPath?: unknown }
  if (typeof socketPath !== 'string') {
    for await (const chunk of await openStream(docker, `/containers/${id}/export`, {}, signal))
      yield chunk as Buffer
    return
  }
  const chunks = readSocket(socketPath, requestFor(`/containers/${id}/export`), signal)
  yield* afterHead(chunks)
}

/** HTTP/1.0, whose answer is the bytes as they are, up to the connection's end: no frames to be taken off. */
const requestFor = (path: string): string => `GET ${path} HTTP/1.0\r\nHost: docker\r\n\r\n`

async function* afterHead(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let head = Buffer.alloc(0)
  let end = -1
  while (end === -1) {
    const next = await chunks.next()
    if (next.done === true || head.length > longestHead) throw new Error('socket hang up')
    head = Buffer.concat([head, next.value])
    end = head.indexOf('\r\n\r\n')
  }
  const status = Number(/^HTTP\/1\.\d (\d{3})/.exec(head.toString('latin1', 0, 20))?.[1])
  const body = head.subarray(end + 4)
  if (status !== 200) throw await refusal(status, body, chunks)
  if (body.length > 0) yield body
  yield* chunks
}

async function refusal(status: number, begun: Buffer, rest: AsyncGenerator<Buffer>): Promise<Error> {
  const said = begun.toString() + (await text(rest))
  const message = /"message":\s*"([^"]*)"/.exec(said)?.[1] ?? said.slice(0, 300)
  return Object.assign(new Error(message), { statusCode: status })
}

/** What comes after the request: one buffer is read into while the other is used. */
async function* readSocket(path: string, request: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  signal.throwIfAborted()
  const buffers = [Buffer.allocUnsafe(bufferSize), Buffer.allocUnsafe(bufferSize)] as const
  let turn: 0 | 1 = 0
  let arrived = Promise.withResolvers<Buffer | null>()
  // Handled where it is awaited; a failure may come while a piece is being used.
  const renew = (): void => {
    arrived = Promise.withResolvers()
    arrived.promise.catch(() => undefined)
  }
  renew()
  const socket: Socket = connect({
    path,
    onread: {
      buffer: () => buffers[turn],
      callback: (length, buffer) => {
        turn = turn === 0 ? 1 : 0
        arrived.resolve((buffer as Buffer).subarray(0, length))
        return false
      },
    },
  })
  const fail = (error: Error): void => arrived.reject(error)
  const leave = (): void => void socket.destroy(signal.reason as Error)
  socket
    .once('error', fail)
    .once('end', () => arrived.resolve(null))
    .once('close', () => fail(new Error('socket hang up')))
  signal.addEventListener('abort', leave)
  try {
    await once(socket, 'connect')
    socket.write(request)
    for (;;) {
      const piece = await arrived.promise
      if (piece === null) return
      renew()
      // What broke it off while a piece was waiting to be taken was told to nobody.
      if (socket.destroyed) throw socket.errored ?? new Error('socket hang up')
      socket.resume()
      yield piece
    }
  } finally {
    signal.removeEventListener('abort', leave)
    socket.destroy()
  }
}
