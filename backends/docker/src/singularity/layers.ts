import { execFile } from 'node:child_process'
import type { Stats } from 'node:fs'
import { lstat, readFile, readlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { extract } from 'tar-stream'
import { dockersOwn, type Original, type Originals } from './image-tree.ts'

const run = promisify(execFile)

/** Originals that are longer are not Docker's to replace: a host's name, a table of mounts. */
const longest = 1024 * 1024

/**
 * What the image has at the paths of Docker's own, read from the folders of its layers (overlay2's; the top first). Empty
 * where they cannot be read: another driver, another machine, an agent that is not root, a tar that is not GNU's.
 */
export async function readOriginals(layers: readonly string[]): Promise<Originals> {
  try {
    for (const layer of layers) await lstat(layer)
    if (layers.length === 0) return new Map()
    const opaque = await opaqueOf(layers.flatMap((layer) => parents.map((parent) => join(layer, parent))))
    const found = await Promise.all(
      dockersOwn.map(async (path) => [path, await originalOf(layers, path, opaque)] as const),
    )
    return new Map(found)
  } catch {
    return new Map()
  }
}

const parents = [...new Set(dockersOwn.map(dirname))].filter((path) => path !== '.')

/**
 * Of these paths, the folders that overlayfs shows alone, with nothing that lower layers have in them. Asked of GNU tar:
 * Node reads no extended attributes.
 */
async function opaqueOf(paths: readonly string[]): Promise<ReadonlySet<string>> {
  const folders: string[] = []
  for (const path of paths) if ((await statsOf(path))?.isDirectory() === true) folders.push(path)
  if (folders.length === 0) return new Set()
  // What a daemon of an ordinary user's writes begins with `user.`.
  const names = ['trusted.overlay.opaque', 'user.overlay.opaque']
  const { stdout } = await run(
    'tar',
    [
      ...['--create', '--file=-', '--absolute-names', '--no-recursion', '--format=posix', '--xattrs'],
      ...names.map((name) => `--xattrs-include=${name}`),
      ...folders,
    ],
    { encoding: 'buffer', maxBuffer: longest, env: { PATH: process.env['PATH'], LC_ALL: 'C' } },
  )
  const tar = extract()
  tar.end(stdout)
  const opaque = new Set<string>()
  for await (const { header } of tar) {
    const said = (header.pax ?? {}) as Readonly<Record<string, string>>
    if (names.some((name) => said[`SCHILY.xattr.${name}`] === 'y')) opaque.add(header.name.replace(/\/$/, ''))
  }
  return opaque
}

async function originalOf(
  layers: readonly string[],
  path: string,
  opaque: ReadonlySet<string>,
): Promise<Original> {
  for (const layer of layers) {
    const stats = await within(layer, path)
    if (stats === 'hidden') return null
    if (stats !== 'absent') return describe(join(layer, path), stats)
    if (opaque.has(join(layer, dirname(path)))) return null
  }
  return null
}

/** What a layer has there; `hidden`: a whiteout, or something else in the place of a parent. */
async function within(layer: string, path: string): Promise<Stats | 'absent' | 'hidden'> {
  const parts = path.split('/')
  for (let depth = 1; ; depth += 1) {
    const stats = await statsOf(join(layer, ...parts.slice(0, depth)))
    if (stats === null) return 'absent'
    // overlayfs: a character device 0/0 says that nothing below shows through.
    if (stats.isCharacterDevice() && stats.rdev === 0) return 'hidden'
    if (depth === parts.length) return stats
    if (!stats.isDirectory()) return 'hidden'
  }
}

const statsOf = (path: string): Promise<Stats | null> =>
  lstat(path).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  })

async function describe(path: string, stats: Stats): Promise<Original> {
  const common = { mode: stats.mode & 0o7777, time: stats.mtime }
  if (stats.isDirectory()) return { ...common, type: 'folder' }
  if (stats.isSymbolicLink()) return { ...common, type: 'link', target: await readlink(path) }
  const readable = stats.isFile() && stats.size <= longest
  return { ...common, type: 'file', content: readable ? await readFile(path) : Buffer.alloc(0) }
}
