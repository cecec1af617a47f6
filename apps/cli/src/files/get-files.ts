import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, posix, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { findContainer } from '../containers/find-container.ts'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'
import type { Place } from './place.ts'

/**
 * Copies a file or a folder out of a container: into the destination where it is a folder, else under its name.
 * All or nothing: it is unpacked beside its place and then moved there. Nothing that exists is replaced by a folder.
 */
export async function getFiles(context: Context, { name, path }: Place, destination: string): Promise<void> {
  const { client } = await context.server()
  const { id } = await findContainer(client, name)
  const into = await isFolder(destination)
  const target = into
    ? join(resolve(destination), posix.basename(posix.normalize(path)))
    : resolve(destination)
  if (await isFolder(target)) throw new CliError('exists', { path: target })
  const response = await client.getFiles({ params: { id }, query: { path, format: 'tar' } })
  if (response.body === null) return
  const folder = await mkdtemp(join(dirname(target), '.berth-'))
  try {
    await unpack(Readable.fromWeb(response.body), folder)
    const [entry] = await readdir(folder)
    if (entry !== undefined) await rename(join(folder, entry), target)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  if (context.json) context.data({ path: target }, () => '')
  else context.print(basename(target))
}

/** `tar` itself refuses paths that lead out of the folder, and links are made last. */
async function unpack(archive: Readable, folder: string): Promise<void> {
  const tar = spawn('tar', ['-x', '-f', '-', '-C', folder, '--no-same-owner'], {
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  const message = text(tar.stderr)
  const ended = once(tar, 'close')
  // When tar gives up, its input breaks first; why is on its standard error.
  const broken = await pipeline(archive, tar.stdin).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  )
  const [code] = (await ended) as [number | null]
  if (code !== 0) throw new CliError('tarFailed', { message: (await message).trim() })
  if (broken !== undefined) throw broken
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
