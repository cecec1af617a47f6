import { basename } from 'node:path'
import { Readable } from 'node:stream'
import type { OutgoingFile } from '@berth/backend'
import { pack, type Pack } from 'tar-stream'
import { attempt } from './attempt.ts'
import type { Node } from './files/file-tree.ts'
import type { World } from './world.ts'

export function getFiles(
  world: World,
  id: string,
  path: string,
  format: 'auto' | 'tar',
): Promise<OutgoingFile> {
  return attempt((): OutgoingFile => {
    world.enter('getFiles')
    const { files } = world.container(id)
    const found = files.find(path)
    const name = basename(path) || 'root'
    if (found.node.type === 'file' && format === 'auto') {
      const { bytes } = found.node
      return { name, kind: 'file', size: bytes.length, content: Readable.from([bytes]) }
    }
    const tar = pack()
    add(tar, name, found.node)
    if (found.node.type === 'directory') {
      for (const [below, node] of files.below(found.path)) add(tar, `${name}/${below}`, node)
    }
    tar.finalize()
    return { name, kind: 'tar', size: null, content: Readable.from(tar) }
  })
}

function add(tar: Pack, name: string, node: Node): void {
  if (node.type === 'file') tar.entry({ name, mode: 0o644 }, node.bytes)
  else if (node.type === 'directory') tar.entry({ name, type: 'directory' })
  else tar.entry({ name, type: 'symlink', linkname: node.target })
}
