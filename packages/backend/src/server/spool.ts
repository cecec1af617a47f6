import { randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { BerthError } from '@berth/contract'

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
    await pipeline(content, file.createWriteStream({ autoClose: false }))
    const { size } = await file.stat()
    return {
      size,
      content: file.createReadStream({ start: 0, autoClose: false }),
      [Symbol.asyncDispose]: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw (error as NodeJS.ErrnoException).code === 'ENOSPC' ? new BerthError('disk-full') : error
  }
}
