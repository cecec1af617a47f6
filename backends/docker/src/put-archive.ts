import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { extract, type Extract } from 'tar-stream'
import { BerthError, type UploadResult } from '@berth/contract'
import { withContainer } from './lookup.ts'
import type { DockerContext } from './context.ts'
import { createEntryCheck } from './files/checked-entry.ts'
import { createDiskRoom, folderRoom } from './files/disk-room.ts'
import { ownerOf } from './files/file-owner.ts'
import { spool, toUploadError } from './files/spool.ts'
import { existingFolder } from './files/stat-path.ts'
import { createTarWriter, type TarWriter } from './files/tar-writer.ts'
import type { UploadTarget } from './files/upload-target.ts'

/**
 * Unpacks a tar into a folder, which is made where it is not there. The tar waits on the agent's disk until it is
 * complete and found harmless, so a refused or broken one changes nothing.
 */
export function putArchive(
  context: DockerContext,
  id: string,
  path: string,
  tar: Readable,
  signal: AbortSignal,
): Promise<UploadResult> {
  // It may break off before anything reads it.
  tar.on('error', () => undefined)
  return withContainer(context, id, async (container) => {
    const { Config } = await container.inspect()
    const owner = await ownerOf(container, Config.User)
    const target = { container, owner, ...(await existingFolder(container, path)) }
    const writer = createTarWriter(folderRoom(context.settings.spoolFolder))
    const copying = copyChecked(tar, target, writer, signal)
    copying.catch(() => undefined)
    const spooled = await spool(context.settings.spoolFolder, writer.bytes).catch(async (error: unknown) => {
      await copying
      throw error
    })
    try {
      const result = await copying
      await createDiskRoom(() => context.engine.diskFree()).check(result.bytes)
      await container.putArchive(spooled.read(), { path: target.folder })
      return result
    } finally {
      await spooled.remove()
    }
  })
}

async function copyChecked(
  tar: Readable,
  target: UploadTarget,
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
