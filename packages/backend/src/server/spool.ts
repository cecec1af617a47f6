import { randomUUID } from 'node:crypto'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { BerthError } from '@berth/contract'

/** Bytes that are read back at a time. */
const chunkSize = 256 * 1024

export interface Spooled extends AsyncDisposable {
  readonly size: number
  readonly content: Readable
}

/**
 * Puts bytes into a nameless temporary file, to learn how many they are, and gives them back. The file has
 * no name while it holds anything, so nothing of it outlives the process. Throws `disk-full`.
 */
export async function spool(content: Readable, folder: string): Promise<Spooled> {
  const path = join(folder, `berth-upload-${randomUUID()}`)
  const file = await open(path, 'wx+', 0o600)
  try {
    await rm(path)
    await file.writeFile(content)
    const { size } = await file.stat()
    return {
      size,
      content: Readable.from(bytesOf(file), { objectMode: false }),
      [Symbol.asyncDispose]: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw (error as NodeJS.ErrnoException).code === 'ENOSPC' ? new BerthError('disk-full') : error
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
