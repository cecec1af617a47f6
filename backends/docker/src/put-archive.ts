import type { Readable } from 'node:stream'
import { createDiskRoom, spoolChecked } from '@berth/backend/guest'
import type { UploadResult } from '@berth/contract'
import type { DockerContext } from './context.ts'
import { ownerOf } from './files/file-owner.ts'
import { existingFolder } from './files/stat-path.ts'
import { withContainer } from './lookup.ts'

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
    const target = { owner, ...(await existingFolder(container, path)) }
    const { spooled, result } = await spoolChecked(context.settings.spoolFolder, tar, target, signal)
    try {
      await createDiskRoom(() => context.engine.diskFree()).check(result.bytes)
      await container.putArchive(spooled.read(), { path: target.folder })
      return result
    } finally {
      await spooled.remove()
    }
  })
}
