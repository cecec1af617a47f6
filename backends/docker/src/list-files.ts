import type { Container } from 'dockerode'
import type { FileList } from '@berth/contract'
import { BerthError } from '@berth/contract'
import { withContainer } from './lookup.ts'
import type { DockerContext } from './context.ts'
import { homeOf } from './files/file-owner.ts'
import { listByArchive } from './files/list-by-archive.ts'
import { listByExec } from './files/list-by-exec.ts'
import { folderAt, followPath } from './files/stat-path.ts'

/** What is in a folder: asked from the container's own tools, or else read from the folder's archive. */
export function listFiles(context: DockerContext, id: string, asked?: string): Promise<FileList> {
  return withContainer(context, id, async (container) => {
    const path = asked ?? (await firstFolder(container))
    const folder = await followPath(container, path)
    if (folder.kind !== 'directory') throw new BerthError('path-invalid')
    const { toolDeadline } = context.settings
    const { State } = await container.inspect()
    const told =
      State.Running && !State.Paused ? await listByExec(container, folder.path, toolDeadline) : undefined
    const { entries, truncated } = told ?? (await listByArchive(container, folder.path))
    const byName = entries.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    return { path, entries: byName, truncated }
  })
}

/** Where the container works, or its user is at home: the image says so, and may name what is not there. */
async function firstFolder(container: Container): Promise<string> {
  const { Config } = await container.inspect()
  const works = Config.WorkingDir
  const first = works === '' || works === '/' ? await homeOf(container, Config.User) : works
  return (first === undefined ? undefined : await folderAt(container, first)) ?? '/'
}
