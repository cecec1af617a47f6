import type { FileList } from '@berth/contract'
import { attempt } from './attempt.ts'
import type { World } from './world.ts'

export function listFiles(world: World, id: string, path = '/root'): Promise<FileList> {
  return attempt(() => {
    world.enter('listFiles')
    return { path, entries: world.container(id).files.list(path), truncated: false }
  })
}
