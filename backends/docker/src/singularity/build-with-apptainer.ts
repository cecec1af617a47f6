import { spawn } from 'node:child_process'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { BerthError } from '@berth/contract'
import { openStream } from '../client.ts'
import { toBerthError } from '../translate/docker-error.ts'
import type { Conversion } from './convert-image.ts'
import type { CachedSif } from './sif-cache.ts'

/** Of the image that are on the disk at a time: as saved, unpacked, and the file. */
const copies = 3
/** Of all its time, what has passed when the image is saved, and when Apptainer says these. From images of 100 MB and 1 GB. */
const saved = 0.1
const stages: readonly (readonly [string, number])[] = [
  ['Extracting OCI image', 0.5],
  ['Creating SIF file', 0.9],
]
/** Runs a program and kills its whole group as soon as nobody holds the other end of 3: an agent that is killed takes it along. */
const leashed = '(cat <&3; kill -KILL 0) >/dev/null 2>&1 & exec 3<&-; "$@"'

/**
 * Has `apptainer build` make the file, from the image as Docker saves it. Needs room for the image three times over, and its time.
 * Throws as `convertImage` does.
 */
export async function buildWithApptainer(conversion: Conversion): Promise<CachedSif> {
  const { image, file } = conversion
  const folder = `${file}.d`
  const archive = join(folder, 'image.tar')
  const made = join(folder, 'image.sif')
  await conversion.makeRoom(image.size * copies)
  try {
    await mkdir(folder, { mode: 0o700 })
    await save(conversion, archive)
    await build(conversion, folder, [made, `docker-archive:${archive}`])
    await rename(made, file)
    return await conversion.keep()
  } finally {
    // What was killed may still be writing its last.
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}

/** By its ID: its name may have gone to another since. */
async function save({ docker, image, signal, tell }: Conversion, archive: string): Promise<void> {
  const out = (await open(archive, 'wx')).createWriteStream()
  try {
    const stream = await openStream(docker, `/images/${encodeURIComponent(image.id)}/get`, {}, signal)
    let taken = 0
    stream.on('data', (chunk: Buffer) => tell(saved * (taken += chunk.length)))
    await pipeline(stream, out, { signal })
  } catch (error) {
    out.destroy()
    signal.throwIfAborted()
    throw isFull(error) ? new BerthError('disk-full') : toBerthError(error)
  }
}

const isFull = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOSPC'

async function build(
  { image, compression, signal, tell }: Conversion,
  folder: string,
  paths: readonly string[],
): Promise<void> {
  const squashfs = compression === 'zstd' ? '-comp zstd -Xcompression-level 3' : '-comp gzip'
  const command = ['apptainer', 'build', '--disable-cache', '--mksquashfs-args', squashfs, ...paths]
  const child = spawn('/bin/sh', ['-c', leashed, 'sh', ...command], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: folder, APPTAINER_TMPDIR: folder, APPTAINER_CACHEDIR: folder },
    // A group of its own.
    detached: true,
  })
  const stop = (): void => void child.stdio[3]?.destroy()
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000)
    const reached = stages.findLast(([line]) => said.includes(line))
    if (reached !== undefined) tell(Math.round(reached[1] * image.size))
  })
  const { promise, resolve } = Promise.withResolvers<number | null>()
  child.on('error', (error) => {
    said = error.message
    resolve(null)
  })
  // Only then is its end of 3 closed everywhere, without which nothing closes.
  child.on('exit', stop)
  child.on('close', resolve)
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  const code = await promise
  signal.removeEventListener('abort', stop)
  signal.throwIfAborted()
  if (code === 0) return
  if (/no space left on device/i.test(said)) throw new BerthError('disk-full')
  throw new BerthError('singularity-failed', { message: said.trim().split('\n').at(-1)?.slice(0, 300) ?? '' })
}
