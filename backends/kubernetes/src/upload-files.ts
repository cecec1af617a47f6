import { randomUUID } from 'node:crypto'
import type { IncomingFile } from '@berth/backend'
import {
  createTarWriter,
  folderRoom,
  placingCommands,
  relativeParts,
  spool,
  toUploadError,
  unstagingCommand,
  untilAborted,
  type Spooled,
  type TarWriter,
} from '@berth/backend/guest'
import { BerthError, type UploadResult } from '@berth/contract'
import type { KubernetesContext } from './context.ts'
import type { ExecPod } from './exec/run-exec.ts'
import { guestTarget, type GuestTarget } from './files/guest-target.ts'
import { inGuest } from './files/in-guest.ts'
import { sendArchive } from './files/send-archive.ts'
import { runningPod } from './lookup.ts'
import { toBerthError } from './translate/kubernetes-error.ts'

interface Placed {
  readonly staged: string
  readonly path: string
}

/**
 * Puts files into a folder, which is made where it is not there. They wait on the agent's disk until all are there, go
 * into a staging folder of the container, and are renamed: what breaks off leaves what was there.
 */
export async function uploadFiles(
  context: KubernetesContext,
  id: string,
  path: string,
  files: AsyncIterable<IncomingFile>,
  signal: AbortSignal,
): Promise<UploadResult> {
  try {
    const pod = await runningPod(context, id)
    const target = await guestTarget(context, pod, path)
    const staging = `.berth-upload-${randomUUID()}`
    const { spooled, placed, bytes } = await spoolFiles(context, target, staging, untilAborted(files, signal))
    try {
      await place(context, pod, { target, staging, spooled, placed })
    } finally {
      await spooled.remove()
    }
    return { files: placed.length, bytes }
  } catch (error) {
    throw toBerthError(error)
  }
}

/** All files as one tar on the agent's disk. */
async function spoolFiles(
  { settings }: KubernetesContext,
  target: GuestTarget,
  staging: string,
  files: AsyncIterable<IncomingFile>,
): Promise<{ spooled: Spooled; placed: Placed[]; bytes: number }> {
  const writer = createTarWriter(folderRoom(settings.spoolFolder))
  const writing = writeFiles(settings.spoolFolder, writer, target, staging, files)
  writing.catch(() => writer.giveUp())
  const spooled = await spool(settings.spoolFolder, writer.bytes).catch(async (error: unknown) => {
    await writing
    throw error
  })
  try {
    return { spooled, ...(await writing) }
  } catch (error) {
    await spooled.remove()
    throw error
  }
}

async function writeFiles(
  spoolFolder: string,
  writer: TarWriter,
  { missing, owner }: GuestTarget,
  staging: string,
  files: AsyncIterable<IncomingFile>,
): Promise<{ placed: Placed[]; bytes: number }> {
  const placed: Placed[] = []
  let bytes = 0
  try {
    await writer.entry({ name: `${staging}/`, type: 'directory', mode: 0o700, ...owner })
    for await (const file of files) {
      const staged = String(placed.length)
      const header = { name: `${staging}/${staged}`, mode: 0o644, mtime: new Date(), ...owner }
      placed.push({ staged, path: [...missing, ...relativeParts(file.path)].join('/') })
      bytes += await withSize(spoolFolder, file, (size, content) =>
        writer.entry({ ...header, size }, content),
      )
    }
    writer.end()
    return { placed, bytes }
  } catch (error) {
    throw toUploadError(error)
  }
}

/** A tar wants each file's size first: a file that does not tell it is kept apart until it is known. */
async function withSize(
  spoolFolder: string,
  file: IncomingFile,
  use: (size: number, content: AsyncIterable<unknown>) => Promise<void>,
): Promise<number> {
  if (file.size !== null) {
    await use(file.size, file.content)
    return file.size
  }
  const spooled = await spool(spoolFolder, file.content)
  try {
    await use(spooled.size, spooled.read())
    return spooled.size
  } finally {
    await spooled.remove()
  }
}

async function place(
  context: KubernetesContext,
  pod: ExecPod,
  work: { target: GuestTarget; staging: string; spooled: Spooled; placed: readonly Placed[] },
): Promise<void> {
  const { staging, spooled, placed } = work
  const { folder, owner } = work.target
  try {
    await sendArchive(context, pod, folder, spooled)
    for (const command of placingCommands(folder, staging, owner, placed)) {
      const { exitCode } = await inGuest(context, pod, command)
      if (exitCode === 21 || exitCode === 22) throw new BerthError('path-invalid')
      if (exitCode !== 0) throw new BerthError('runtime-error', { message: `mv: ${exitCode}` })
    }
  } catch (error) {
    await inGuest(context, pod, unstagingCommand(folder, staging)).catch((left: unknown) => {
      context.log.warn({ error: String(left) }, 'A staging folder was left in a container')
    })
    throw error
  }
}
