import { randomUUID } from 'node:crypto'
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { BerthError } from '@berth/contract'
import { folderRoom } from './disk-room.ts'

/** Bytes kept on the agent's disk until they are complete. */
export interface Spooled {
  readonly size: number
  read(): Readable
  remove(): Promise<void>
}

/**
 * Takes a stream to the disk, as far as that leaves room for others. The file has no name while it holds anything,
 * so nothing of it outlives the process. Throws `disk-full`; what breaks off is `upload-incomplete`.
 */
export async function spool(folder: string, source: AsyncIterable<unknown>): Promise<Spooled> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `berth-spool-${randomUUID()}`)
  const room = folderRoom(folder)
  const file = await open(path, 'wx+', 0o600)
  let size = 0
  const watched = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      const piece = chunk as Buffer
      size += piece.length
      await room.wrote(piece.length)
      yield piece
    }
  }
  try {
    await rm(path)
    await file.writeFile(watched())
  } catch (error) {
    await file.close()
    throw toUploadError(error)
  }
  return {
    size,
    read: () => Readable.from(bytesOf(file), { objectMode: false }),
    remove: () => file.close(),
  }
}

async function* bytesOf(file: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ;) {
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.allocUnsafe(chunkSize), position })
    if (bytesRead === 0) return
    position += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

/** Bytes that are read back at a time. */
const chunkSize = 256 * 1024

/** Why an upload's bytes stopped coming. */
export function toUploadError(error: unknown): BerthError {
  if (error instanceof BerthError) return error
  const full =
    error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
  return new BerthError(full ? 'disk-full' : 'upload-incomplete', {}, { cause: error })
}
