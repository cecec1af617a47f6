import { randomUUID } from 'node:crypto'
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
import { messageOf } from '../translate/docker-error.ts'
import { moveIntoPlace, removeStaging } from './move-into-place.ts'
import { requestBody } from './request-body.ts'
import type { UploadTarget } from './upload-target.ts'

/**
 * Streams files into a staging folder beside their place and renames them when all are there. Memory does not grow
 * with them.
 */
export async function uploadStaged(
  context: DockerContext,
  target: UploadTarget,
  files: AsyncIterable<IncomingFile>,
  signal: AbortSignal,
): Promise<UploadResult> {
  const { container, folder, missing, owner } = target
  const staging = `.berth-upload-${randomUUID()}`
  const staged = { container, folder, staging, deadlineMs: context.settings.toolDeadline }
  const room = createDiskRoom(() => context.engine.diskFree())
  const writer = createTarWriter(room)
  const placed: { staged: string; path: string }[] = []
  let bytes = 0
  const put = putTar(target, writer)
  put.catch(() => undefined)
  const abort = (): void => writer.giveUp()
  signal.addEventListener('abort', abort)
  try {
    await writer.entry({ name: `${staging}/`, type: 'directory', mode: 0o700, uid: 0, gid: 0 })
    for await (const file of untilAborted(files, signal)) {
      const path = [...missing, ...relativeParts(file.path)].join('/')
      const name = String(placed.length)
      const header = { name: `${staging}/${name}`, mode: 0o644, mtime: new Date(), ...owner }
      bytes += await withSize(context, file, async (size, content) => {
        await room.check(size)
        await writer.entry({ ...header, size }, content)
      })
      placed.push({ staged: name, path })
    }
    if (signal.aborted) throw new BerthError('upload-incomplete')
    writer.end()
    await put
    await moveIntoPlace(staged, owner, placed)
    if (placed.length === 0) await removeStaging(staged)
  } catch (error) {
    writer.giveUp()
    const cause = await firstCause(error, put, signal)
    await removeStaging(staged).catch((left: unknown) => {
      context.log.warn({ error: String(left) }, 'A staging folder was left in a container')
    })
    throw cause instanceof Error ? cause : new BerthError('upload-incomplete')
  } finally {
    signal.removeEventListener('abort', abort)
  }
  return { files: placed.length, bytes }
}

/** Where the daemon refused what it was sent, that is the reason; where the sender stopped, the daemon's complaint is none. */
async function firstCause(error: unknown, put: Promise<void>, signal: AbortSignal): Promise<unknown> {
  const refusal: unknown = await put.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  const known = signal.aborted || (error instanceof BerthError && error.code !== 'upload-incomplete')
  if (known || refusal === undefined) return toUploadError(error)
  return /unexpected EOF|broken|closed pipe/i.test(messageOf(refusal)) ? toUploadError(error) : refusal
}

/** Docker's answer comes when it has unpacked everything, or found the tar broken. */
async function putTar({ container, folder }: UploadTarget, writer: TarWriter): Promise<void> {
  try {
    await container.putArchive(requestBody(writer.bytes), { path: folder })
  } finally {
    writer.giveUp()
  }
}

/** A tar wants each file's size first: a file that does not tell it waits on the agent's disk. Gives the size. */
async function withSize(
  context: DockerContext,
  file: IncomingFile,
  use: (size: number, content: AsyncIterable<unknown>) => Promise<void>,
): Promise<number> {
  if (file.size !== null) {
    await use(file.size, file.content)
    return file.size
  }
  const spooled: Spooled = await spool(context.settings.spoolFolder, file.content)
  try {
    await use(spooled.size, spooled.read())
    return spooled.size
  } finally {
    await spooled.remove()
  }
}
