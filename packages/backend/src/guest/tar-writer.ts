import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pack, type Header } from 'tar-stream'
import { BerthError } from '@berth/contract'
import type { DiskRoom } from './disk-room.ts'
import { pour, type Taken } from './pour.ts'

export type TarHeader = Partial<Header> & Pick<Header, 'name'>

/** Writes a tar entry by entry. `bytes` is the tar; given up, it ends short, which whoever reads it takes for broken off. */
export interface TarWriter {
  readonly bytes: Readable
  /** Writes an entry of exactly `header.size` bytes. Throws `upload-incomplete` where the content has not as many. */
  entry(header: TarHeader, content?: AsyncIterable<unknown>): Promise<void>
  end(): void
  giveUp(): void
}

const blockSize = 512
/** Bytes that may wait for who reads the tar. */
const ahead = 1024 * 1024

/**
 * Headers are tar-stream's; contents go past it, since each of its streams and promises costs a large upload more
 * processor time than copying the bytes does.
 */
export function createTarWriter(room: DiskRoom): TarWriter {
  const outlet = createOutlet()
  const { bytes } = outlet
  return {
    bytes,
    entry: async (header, content) => {
      const size = header.size ?? 0
      await outlet.put(await headOf({ ...header, size }))
      let count = 0
      const take = (piece: Buffer): Taken => {
        count += piece.length
        if (count > size) throw new BerthError('upload-incomplete')
        const [taken, looked] = [outlet.put(piece), room.wrote(piece.length)]
        return taken === undefined || looked === undefined ? (taken ?? looked) : looked.then(() => taken)
      }
      if (content !== undefined) await pour(content, take)
      if (count < size) throw new BerthError('upload-incomplete')
      const over = size % blockSize
      if (over > 0) await outlet.put(Buffer.alloc(blockSize - over))
    },
    end: () => {
      if (bytes.destroyed) return
      bytes.push(Buffer.alloc(2 * blockSize))
      bytes.push(null)
    },
    giveUp: () => bytes.destroy(new Error('given up')),
  }
}

/** Bytes to be read, and a way to put some there. Where the reader has gone that is `upload-incomplete` instead of waiting for ever. */
function createOutlet(): { readonly bytes: Readable; put(piece: Buffer): Taken } {
  let waiting: PromiseWithResolvers<void> | undefined
  const bytes = new Readable({
    highWaterMark: ahead,
    read: () => {
      waiting?.resolve()
      waiting = undefined
    },
  })
  const gone = (): BerthError => new BerthError('upload-incomplete')
  bytes.on('error', () => undefined).once('close', () => waiting?.reject(gone()))
  return {
    bytes,
    put: (piece) => {
      if (bytes.destroyed) throw gone()
      if (bytes.push(piece)) return undefined
      waiting = Promise.withResolvers()
      // Told to whoever waits; where nobody does, as after the last block, a reader that goes must not end the process.
      waiting.promise.catch(() => undefined)
      return waiting.promise
    },
  }
}

/** An entry's header, and before it what does not fit into one. */
async function headOf(header: TarHeader): Promise<Buffer> {
  const tar = pack()
  const readable = once(tar, 'readable')
  tar.entry(header, () => undefined)
  await readable
  const parts: Buffer[] = []
  for (let part = tar.read() as Buffer | null; part !== null; part = tar.read() as Buffer | null)
    parts.push(part)
  return Buffer.concat(parts)
}
