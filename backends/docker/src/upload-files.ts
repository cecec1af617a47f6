import type { IncomingFile } from '@berth/backend'
import type { UploadResult } from '@berth/contract'
import { withContainer } from './lookup.ts'
import type { DockerContext } from './context.ts'
import { ownerOf } from './files/file-owner.ts'
import { existingFolder, statPath } from './files/stat-path.ts'
import { uploadSpooled } from './files/upload-spooled.ts'
import { uploadStaged } from './files/upload-staged.ts'

/** Puts files into a folder, which is made where it is not there. An upload that breaks off leaves what was there. */
export function uploadFiles(
  context: DockerContext,
  id: string,
  path: string,
  files: AsyncIterable<IncomingFile>,
  signal: AbortSignal,
): Promise<UploadResult> {
  return withContainer(context, id, async (container) => {
    const { State, Config } = await container.inspect()
    const target = { container, ...(await existingFolder(container, path)) }
    const owner = await ownerOf(container, Config.User)
    const running = State.Running && !State.Paused
    const canRename = running && (await statPath(container, '/bin/sh')) !== undefined
    return (canRename ? uploadStaged : uploadSpooled)(context, { ...target, owner }, files, signal)
  })
}
