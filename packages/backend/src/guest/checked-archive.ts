import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { extract, type Extract } from 'tar-stream'
import { BerthError, type UploadResult } from '@berth/contract'
import { createEntryCheck, type Owner } from './checked-entry.ts'
import { folderRoom } from './disk-room.ts'
import { spool, toUploadError, type Spooled } from './spool.ts'
import { createTarWriter, type TarWriter } from './tar-writer.ts'

/** Where an archive's entries go: folders to be made below one that exists, and whom everything belongs to. */
export interface ArchiveTarget {
  readonly missing: readonly string[]
  readonly owner: Owner
}

/**
 * A tar on the agent's disk, complete and found harmless, its entries below the target's folders. Throws
 * `archive-invalid`, `upload-incomplete` or `disk-full`; then nothing of it is left.
 */
export async function spoolChecked(
  folder: string,
  tar: Readable,
  target: ArchiveTarget,
  signal: AbortSignal,
): Promise<{ readonly spooled: Spooled; readonly result: UploadResult }> {
  const writer = createTarWriter(folderRoom(folder))
  const copying = copyChecked(tar, target, writer, signal)
  copying.catch(() => undefined)
  const spooled = await spool(folder, writer.bytes).catch(async (error: unknown) => {
    await copying
    throw error
  })
  try {
    return { spooled, result: await copying }
  } catch (error) {
    await spooled.remove()
    throw error
  }
}

async function copyChecked(
  tar: Readable,
  target: ArchiveTarget,
  writer: TarWriter,
  signal: AbortSignal,
): Promise<UploadResult> {
  const entries = extract()
  const arrival = arriving(tar, entries, signal)
  try {
    for (let depth = 1; depth <= target.missing.length; depth += 1) {
      const name = `${target.missing.slice(0, depth).join('/')}/`
      await writer.entry({ name, type: 'directory', mode: 0o755, ...target.owner })
    }
    const check = createEntryCheck(target.missing, target.owner)
    let files = 0
    let bytes = 0
    for await (const entry of entries) {
      const header = check(entry.header)
      if (header === undefined) {
        entry.resume()
        continue
      }
      await writer.entry(header, entry)
      files += header.type === 'directory' ? 0 : 1
      bytes += entry.header.size
    }
    await arrival.complete
    writer.end()
    return { files, bytes }
  } catch (error) {
    entries.destroy()
    writer.giveUp()
    tar.destroy()
    throw await arrival.explain(error)
  }
}

/** Feeds the tar to its reader, and knows afterwards whether it broke off or was none. */
function arriving(
  tar: Readable,
  entries: Extract,
  signal: AbortSignal,
): { complete: Promise<void>; explain(error: unknown): Promise<BerthError> } {
  let length = 0
  const counter = new Transform({
    transform: (chunk: Buffer, _, next) => {
      length += chunk.length
      next(null, chunk)
    },
    flush: (next) => next(length === 0 ? new BerthError('archive-invalid') : null),
  })
  const state = { broken: false }
  tar.once('error', () => (state.broken = true))
  tar.once('close', () => (state.broken ||= !tar.readableEnded))
  const complete = pipeline(tar, counter, entries, { signal })
  complete.catch(() => undefined)
  return {
    complete,
    explain: async (error) => {
      if (error instanceof BerthError && error.code !== 'upload-incomplete') return error
      const cause: unknown = await complete.then(
        () => error,
        (reason: unknown) => reason,
      )
      if (cause instanceof BerthError) return cause
      const message = cause instanceof Error ? cause.message : ''
      if (/invalid tar header|invalid size|incorrect/i.test(message)) return new BerthError('archive-invalid')
      return toUploadError(error)
    },
  }
}
