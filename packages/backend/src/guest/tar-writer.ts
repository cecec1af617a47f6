import type { Readable } from 'node:stream'
import { pack, type Header, type Pack } from 'tar-stream'
import { BerthError } from '@berth/contract'
import type { DiskRoom } from './disk-room.ts'

export type TarHeader = Partial<Header> & Pick<Header, 'name'>

/** Writes a tar entry by entry. `bytes` is the tar; given up, it ends short, which whoever reads it takes for broken off. */
export interface TarWriter {
  readonly bytes: Readable
  /** Writes an entry of exactly `header.size` bytes. Throws `upload-incomplete` where the content has not as many. */
  entry(header: TarHeader, content?: AsyncIterable<unknown>): Promise<void>
  end(): void
  giveUp(): void
}

export function createTarWriter(room: DiskRoom): TarWriter {
  const tar = pack()
  // streamx's Readable, which is Node's to whoever listens to its events.
  const bytes = tar as unknown as Readable
  const entry = entryWriter(tar, bytes)
  const ignore = (): void => undefined
  bytes.on('error', ignore)
  return {
    bytes,
    entry: async (header, content) => {
      const size = header.size ?? 0
      const sink = entry({ ...header, size })
      let count = 0
      for await (const chunk of content ?? []) {
        const piece = chunk as Buffer
        count += piece.length
        if (count > size) throw new BerthError('upload-incomplete')
        await sink.write(piece)
        await room.wrote(piece.length)
      }
      if (count < size) throw new BerthError('upload-incomplete')
      await sink.end()
    },
    end: () => tar.finalize(),
    giveUp: () => tar.destroy(new Error('given up')),
  }
}

interface EntrySink {
  write(piece: Buffer): Promise<void> | undefined
  end(): Promise<void>
}

/** Entries whose writes wait for the reader. One whose reader has gone is `upload-incomplete` instead of waiting for ever. */
function entryWriter(tar: Pack, bytes: Readable): (header: TarHeader) => EntrySink {
  let wake: ((error?: BerthError) => void) | undefined
  const gone = (): void => wake?.(new BerthError('upload-incomplete'))
  bytes.once('close', gone)
  const wait = (): Promise<void> =>
    new Promise((resolve, reject) => {
      wake = (error) => {
        wake = undefined
        if (error === undefined) resolve()
        else reject(error)
      }
      if (bytes.destroyed) gone()
    })
  return (header) => {
    let done = false
    const sink = tar.entry(header, (error) => {
      done = true
      if (error == null) wake?.()
      else gone()
    })
    sink.on('drain', () => wake?.())
    sink.on('error', gone)
    return {
      write: (piece) => (sink.write(piece) ? undefined : wait()),
      end: async () => {
        sink.end(null)
        if (!done) await wait()
      },
    }
  }
}
