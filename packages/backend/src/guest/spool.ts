import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { BerthError } from '@berth/contract'
import { folderRoom } from './disk-room.ts'

/** Bytes kept on the agent's disk until they are complete. */
export interface Spooled {
  readonly size: number
  read(): Readable
  remove(): Promise<void>
}

/** Takes a stream to the disk. What breaks off is `upload-incomplete`, and nothing of it is left. */
export async function spool(folder: string, source: AsyncIterable<unknown>): Promise<Spooled> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `berth-spool-${randomUUID()}`)
  const room = folderRoom(folder)
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
    await room.check(0)
    await pipeline(watched, createWriteStream(path, { mode: 0o600 }))
  } catch (error) {
    await rm(path, { force: true })
    throw toUploadError(error)
  }
  return { size, read: () => createReadStream(path), remove: () => rm(path, { force: true }) }
}

/** Why an upload's bytes stopped coming. */
export function toUploadError(error: unknown): BerthError {
  if (error instanceof BerthError) return error
  const full =
    error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
  return new BerthError(full ? 'disk-full' : 'upload-incomplete', {}, { cause: error })
}
