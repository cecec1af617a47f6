import { createHash } from 'node:crypto'
import { lstat, readFile, readdir, readlink } from 'node:fs/promises'
import type { Stats } from 'node:fs'
import { join } from 'node:path'

/** Everything that a file system says of a path: kind, mode, owner, time, size, content, and which paths are the same file. */
export type Tree = ReadonlyMap<string, string>

/** Describes a folder and all below it by their paths, in Latin-1: a name may be in no encoding. `timeless`: those whose times are not told. */
export async function treeOf(folder: string, timeless: (path: string) => boolean): Promise<Tree> {
  const found = new Map<string, Stats>()
  await collect(folder, '', found)
  const names = new Map<number, string[]>()
  for (const [path, { ino, nlink }] of found)
    if (nlink > 1) names.set(ino, [...(names.get(ino) ?? []), path].toSorted())
  const tree = new Map<string, string>()
  for (const [path, stats] of found) {
    const said = [
      kindOf(stats),
      (stats.mode & 0o7777).toString(8),
      `${stats.uid}:${stats.gid}`,
      ...(timeless(path) ? [] : [new Date(Math.floor(stats.mtimeMs / 1000) * 1000).toISOString()]),
      await contentOf(place(folder, path), stats),
      ...(stats.isDirectory() ? [] : [(names.get(stats.ino) ?? []).join(' = ')]),
    ]
    tree.set(path, said.join(' | '))
  }
  return tree
}

async function collect(folder: string, path: string, found: Map<string, Stats>): Promise<void> {
  const stats = await lstat(place(folder, path))
  found.set(path, stats)
  if (!stats.isDirectory()) return
  for (const name of await readdir(place(folder, path), 'latin1'))
    await collect(folder, path === '' ? name : `${path}/${name}`, found)
}

const place = (folder: string, path: string): Buffer => Buffer.from(join(folder, path), 'latin1')

const kindOf = (stats: Stats): string =>
  stats.isDirectory()
    ? 'folder'
    : stats.isSymbolicLink()
      ? 'link'
      : stats.isFile()
        ? 'file'
        : stats.isFIFO()
          ? 'pipe'
          : `device ${stats.rdev}`

async function contentOf(path: Buffer, stats: Stats): Promise<string> {
  if (stats.isSymbolicLink()) return readlink(path, 'latin1')
  if (!stats.isFile()) return ''
  return `${stats.size} ${createHash('sha256')
    .update(await readFile(path))
    .digest('hex')}`
}

/** Lines that tell what differs: paths of one tree only, and those that are described differently. */
export function differences(ours: Tree, reference: Tree): string[] {
  const paths = [...new Set([...ours.keys(), ...reference.keys()])].toSorted()
  return paths
    .filter((path) => ours.get(path) !== reference.get(path))
    .map((path) => `${path}: ${ours.get(path) ?? 'absent'} ≠ ${reference.get(path) ?? 'absent'}`)
}
