import { lstat, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Stats } from 'node:fs'
import { dockersOwn, type Original, type Originals } from './image-tree.ts'

/** Originals that are longer are not Docker's to replace: a host's name, a table of mounts. */
const longest = 1024 * 1024

/**
 * What the image has at the paths of Docker's own, read from the folders of its layers (overlay2's; the top first). Empty
 * where they cannot be read: another driver, another machine, an agent that is not root.
 */
export async function readOriginals(layers: readonly string[]): Promise<Originals> {
  try {
    for (const layer of layers) await lstat(layer)
    if (layers.length === 0) return new Map()
    const found = await Promise.all(
      dockersOwn.map(async (path) => [path, await originalOf(layers, path)] as const),
    )
    return new Map(found)
  } catch {
    return new Map()
  }
}

async function originalOf(layers: readonly string[], path: string): Promise<Original> {
  for (const layer of layers) {
    const stats = await within(layer, path)
    if (stats === 'absent') continue
    if (stats === 'hidden') return null
    return describe(join(layer, path), stats)
  }
  return null
}

/** What a layer has there; `hidden`: a whiteout, or something else in the place of a parent. */
async function within(layer: string, path: string): Promise<Stats | 'absent' | 'hidden'> {
  const parts = path.split('/')
  for (let depth = 1; ; depth += 1) {
    const stats = await lstat(join(layer, ...parts.slice(0, depth))).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    })
    if (stats === null) return 'absent'
    // overlayfs: a character device 0/0 says that nothing below shows through.
    if (stats.isCharacterDevice() && stats.rdev === 0) return 'hidden'
    if (depth === parts.length) return stats
    if (!stats.isDirectory()) return 'hidden'
  }
}

async function describe(path: string, stats: Stats): Promise<Original> {
  const common = { mode: stats.mode & 0o7777, time: stats.mtime }
  if (stats.isDirectory()) return { ...common, type: 'folder' }
  if (stats.isSymbolicLink()) return { ...common, type: 'link', target: await readlink(path) }
  const readable = stats.isFile() && stats.size <= longest
  return { ...common, type: 'file', content: readable ? await readFile(path) : Buffer.alloc(0) }
}
