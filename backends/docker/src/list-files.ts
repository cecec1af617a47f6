import type { FileList } from '@berth/contract'
import { BerthError } from '@berth/contract'
import { withContainer } from './lookup.ts'
import type { DockerContext } from './context.ts'
import { listByArchive } from './files/list-by-archive.ts'
import { listByExec } from './files/list-by-exec.ts'
import { followPath } from './files/stat-path.ts'

/** What is in a folder: asked from the container's own tools, or else read from the folder's archive. */
export function listFiles(context: DockerContext, id: string, path: string): Promise<FileList> {
  return withContainer(context, id, async (container) => {
    const folder = await followPath(container, path)
    if (folder.kind !== 'directory') throw new BerthError('path-invalid')
    const { toolDeadline } = context.settings
    const { State } = await container.inspect()
    const asked =
      State.Running && !State.Paused ? await listByExec(container, folder.path, toolDeadline) : undefined
    const { entries, truncated } = asked ?? (await listByArchive(container, folder.path))
    const byName = entries.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    return { path, entries: byName, truncated }
  })
}
