import type { IncomingFile } from '@berth/backend'
import { BerthError, type UploadResult } from '@berth/contract'
import {
  createDiskRoom,
  createTarWriter,
  relativeParts,
  spool,
  type Spooled,
  type TarWriter,
  toUploadError,
  untilAborted,
} from '@berth/backend/guest'
import type { DockerContext } from '../context.ts'
import { statPath } from './stat-path.ts'
import type { UploadTarget } from './upload-target.ts'

/** Keeps files on the agent's disk until all are there: for containers that are stopped or have no shell to rename with. */
export async function uploadSpooled(
  context: DockerContext,
  target: UploadTarget,
  files: AsyncIterable<IncomingFile>,
  signal: AbortSignal,
): Promise<UploadResult> {
  const waiting: Waiting[] = []
  const room = createDiskRoom(() => context.engine.diskFree())
  try {
    for await (const file of untilAborted(files, signal)) {
      const parts = [...target.missing, ...relativeParts(file.path)]
      const spooled = await spool(context.settings.spoolFolder, file.content)
      waiting.push({ parts, spooled })
      if (signal.aborted || (file.size !== null && file.size !== spooled.size))
        throw new BerthError('upload-incomplete')
    }
    const bytes = waiting.reduce((sum, { spooled }) => sum + spooled.size, 0)
    await room.check(bytes)
    await refuseFolders(target, waiting)
    const folders = await missingFolders(target, waiting)
    const writer = createTarWriter(room)
    const put = target.container.putArchive(writer.bytes, {
      path: target.folder,
      noOverwriteDirNonDir: true,
    })
    const writing = writeAll(writer, target, folders, waiting)
    writing.catch(() => writer.giveUp())
    await put
    await writing
    return { files: waiting.length, bytes }
  } catch (error) {
    throw error instanceof Error && 'statusCode' in error ? error : toUploadError(error)
  } finally {
    await Promise.all(waiting.map(({ spooled }) => spooled.remove()))
  }
}

interface Waiting {
  readonly parts: readonly string[]
  readonly spooled: Spooled
}

/** Asked before the upload begins: Docker answers nothing about a container while it unpacks into it. */
async function missingFolders(target: UploadTarget, waiting: readonly Waiting[]): Promise<string[]> {
  const folders = new Set(
    waiting.flatMap(({ parts }) => parts.slice(1).map((_, depth) => parts.slice(0, depth + 1).join('/'))),
  )
  const missing: string[] = []
  for (const folder of [...folders].toSorted()) {
    const there = await statPath(target.container, `${target.folder}/${folder}`)
    if (there === undefined) missing.push(folder)
  }
  return missing
}

/** A file would take the place of a folder and all that is in it. */
async function refuseFolders(target: UploadTarget, waiting: readonly Waiting[]): Promise<void> {
  for (const { parts } of waiting) {
    const there = await statPath(target.container, `${target.folder}/${parts.join('/')}`)
    if (there?.kind === 'directory') throw new BerthError('path-invalid')
  }
}

async function writeAll(
  writer: TarWriter,
  target: UploadTarget,
  folders: readonly string[],
  waiting: readonly Waiting[],
): Promise<void> {
  for (const folder of folders)
    await writer.entry({ name: `${folder}/`, type: 'directory', mode: 0o755, ...target.owner })
  for (const { parts, spooled } of waiting) {
    const header = {
      name: parts.join('/'),
      mode: 0o644,
      size: spooled.size,
      mtime: new Date(),
      ...target.owner,
    }
    await writer.entry(header, spooled.read())
  }
  writer.end()
}
