import { createReadStream } from 'node:fs'
import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { pack, type Pack } from 'tar-stream'
import { contextFilter } from '@berth/contract/context-filter'

/**
 * A folder as a tar, as Docker's own client sends it: without what its `.dockerignore` names, links as links, all
 * owned by root; sockets and devices are left out. `sent` is told the bytes of each piece that has gone. Read as fast
 * as it is taken. Throws what the file system throws, and `build-refused` for a `.dockerignore` that cannot be read.
 */
export async function* buildContext(
  folder: string,
  dockerfile: string,
  sent: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const ignore = await textOf(join(folder, '.dockerignore'))
  const keeps = contextFilter(ignore, dockerfile)
  const excepts = /^\s*!/m.test(ignore)
  // As Docker's client: a folder that is left out is not looked into, unless something in it may be an exception.
  const enters = (path: string): boolean => excepts || keeps(path) || dockerfile.startsWith(`${path}/`)
  const tar = pack()
  const filled = fill(tar, { folder, keeps, enters, sent }).then(
    () => tar.finalize(),
    (error: unknown) => tar.destroy(error instanceof Error ? error : new Error(String(error))),
  )
  yield* tar as AsyncIterable<Uint8Array>
  await filled
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}

interface Walk {
  readonly folder: string
  readonly keeps: (path: string) => boolean
  readonly enters: (path: string) => boolean
  readonly sent: (bytes: number) => void
}

async function fill(tar: Pack, { folder, keeps, enters, sent }: Walk): Promise<void> {
  for await (const path of pathsBelow(folder, enters)) {
    if (!keeps(path)) continue
    const local = join(folder, path)
    const stats = await lstat(local)
    const header = { name: path, mode: stats.mode & 0o7777, mtime: stats.mtime, uid: 0, gid: 0 }
    if (stats.isSymbolicLink()) tar.entry({ ...header, type: 'symlink', linkname: await readlink(local) })
    else if (stats.isDirectory()) tar.entry({ ...header, type: 'directory' })
    else if (stats.isFile()) {
      const content = createReadStream(local, { highWaterMark: 262_144 })
      content.on('data', ({ length }) => sent(length))
      await pipeline(content, tar.entry({ ...header, size: stats.size }))
    }
  }
}

/** Folders before what is in them. */
async function* pathsBelow(
  folder: string,
  enters: (path: string) => boolean,
  below = '',
): AsyncGenerator<string> {
  const entries = await readdir(join(folder, below), { withFileTypes: true })
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    yield path
    if (entry.isDirectory() && enters(path)) yield* pathsBelow(folder, enters, path)
  }
}
