import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { BerthError } from '@berth/contract'
import { openStream } from '../client.ts'
import { toBerthError } from '../translate/docker-error.ts'
import type { Conversion } from './convert-image.ts'

/**
 * Has `apptainer build` make the file, from the image as Docker saves it. Needs room for the image three times over, and its time.
 * Throws as `convertImage` does.
 */
export async function buildWithApptainer(conversion: Conversion): Promise<void> {
  const { docker, image, file, signal, tell } = conversion
  const folder = `${file}.d`
  const archive = join(folder, 'image.tar')
  const made = join(folder, 'image.sif')
  await mkdir(folder, { mode: 0o700 })
  try {
    await save()
    await build(conversion, folder, [made, `docker-archive:${archive}`])
    await rename(made, file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }

  async function save(): Promise<void> {
    try {
      const saved = await openStream(docker, `/images/${encodeURIComponent(image.reference)}/get`, {}, signal)
      let taken = 0
      saved.on('data', (chunk: Buffer) => tell((taken += chunk.length)))
      await pipeline(saved, createWriteStream(archive), { signal })
    } catch (error) {
      signal.throwIfAborted()
      throw isFull(error) ? new BerthError('disk-full') : toBerthError(error)
    }
  }
}

const isFull = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOSPC'

async function build(
  { compression, signal }: Conversion,
  folder: string,
  paths: readonly string[],
): Promise<void> {
  const squashfs = compression === 'zstd' ? '-comp zstd -Xcompression-level 3' : '-comp gzip'
  const child = spawn('apptainer', ['build', '--disable-cache', '--mksquashfs-args', squashfs, ...paths], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: folder, APPTAINER_TMPDIR: folder, APPTAINER_CACHEDIR: folder },
    // Its own children end with it: they are one group.
    detached: true,
  })
  const stop = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  }
  signal.addEventListener('abort', stop, { once: true })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)))
  const { promise, resolve } = Promise.withResolvers<number | null>()
  child.on('error', (error) => {
    said = error.message
    resolve(null)
  })
  child.on('close', resolve)
  const code = await promise
  signal.removeEventListener('abort', stop)
  signal.throwIfAborted()
  if (code === 0) return
  if (/no space left on device/i.test(said)) throw new BerthError('disk-full')
  throw new BerthError('singularity-failed', { message: said.trim().split('\n').at(-1)?.slice(0, 300) ?? '' })
}
