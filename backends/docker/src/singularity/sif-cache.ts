import { createHash, randomUUID } from 'node:crypto'
import { lstat, mkdir, open, readdir, rename, rm, utimes, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/contract'
import { folderRoom } from '@berth/backend/guest'

/** A finished file; its name carries what it is of and its checksum. */
export interface CachedSif {
  readonly path: string
  readonly size: number
  readonly sha256: string
}

/** Finished SIF files in a folder of their own, the longest unused removed first where room is needed. */
export interface SifCache {
  /** The file of this key, noted as used now. */
  find(key: string): Promise<CachedSif | undefined>
  /** Makes room for a file of up to so many bytes. Throws `disk-full` before the disk is. */
  makeRoom(bytes: number): Promise<void>
  /** A path for a file that is being made. */
  newPart(): string
  /** Takes a part in as the finished file of this key. */
  keep(part: string, key: string): Promise<CachedSif>
  /** Removes the files of every key that this picks. */
  remove(picked: (key: string) => boolean): Promise<void>
  /** Removes what a killed agent was making. */
  removeParts(): Promise<void>
}

const hashedAtOnce = 1024 * 1024
const finished = /^(.+)\.([0-9a-f]{64})\.sif$/
/** A file that is being made, and the folder beside it. */
const partName = /^[0-9a-f-]{36}\.part(\.d)?$/

/** `limit`: bytes that all finished files may take together; one that is larger by itself is kept beside them until the next. */
export function createSifCache(folder: string, limit: number): SifCache {
  const find = async (key: string): Promise<CachedSif | undefined> => {
    const name = (await namesIn(folder)).find((one) => finished.exec(one)?.[1] === key)
    if (name === undefined) return undefined
    const path = join(folder, name)
    const now = new Date()
    const used = await utimes(path, now, now).then(
      () => true,
      () => false,
    )
    const size = used ? await sizeOf(path) : undefined
    return size === undefined ? undefined : { path, size, sha256: finished.exec(name)?.[2] ?? '' }
  }
  return {
    find,
    makeRoom: (bytes) => makeRoom(folder, bytes),
    newPart: () => join(folder, `${randomUUID()}.part`),
    keep: async (part, key) => {
      const { sha256, size } = await settled(part)
      const path = join(folder, `${key}.${sha256}.sif`)
      await rename(part, path)
      await shrink(folder, limit, { path, size })
      return { path, size, sha256 }
    },
    remove: async (picked) => {
      for (const name of await namesIn(folder)) {
        const [, key] = finished.exec(name) ?? []
        if (key !== undefined && picked(key)) await rm(join(folder, name), { force: true })
      }
    },
    removeParts: async () => {
      const parts = (await namesIn(folder)).filter((name) => partName.test(name))
      for (const name of parts) await rm(join(folder, name), { recursive: true, force: true })
    },
  }
}

async function makeRoom(folder: string, bytes: number): Promise<void> {
  await ownFolder(folder)
  const room = folderRoom(folder)
  const fits = (more: number): Promise<boolean> =>
    room.check(more).then(
      () => true,
      () => false,
    )
  const kept = await keptIn(folder)
  // Nothing goes for a file that would not fit into an empty cache either.
  if (!(await fits(bytes - sumOf(kept)))) throw new BerthError('disk-full')
  for (const { path } of kept) {
    if (await fits(bytes)) return
    await rm(path, { force: true })
  }
  if (!(await fits(bytes))) throw new BerthError('disk-full')
}

/** The folder may lie among everybody's temporary files: it must be this user's alone. */
async function ownFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const stats = await lstat(folder)
  if (!stats.isDirectory() || stats.uid !== process.getuid?.() || (stats.mode & 0o077) !== 0)
    throw new BerthError('singularity-failed', { message: 'the folder of SIF files is not the agent’s own' })
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  })
}

interface Kept {
  readonly path: string
  readonly size: number
  readonly used: number
}

/** The finished files, the longest unused first. */
async function keptIn(folder: string): Promise<Kept[]> {
  const names = (await namesIn(folder)).filter((name) => finished.test(name))
  const kept = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      const stats = await lstat(path).catch(() => undefined)
      return stats === undefined ? [] : [{ path, size: stats.size, used: stats.mtimeMs }]
    }),
  )
  return kept.flat().toSorted((a, b) => a.used - b.used)
}

/**
 * Removes files until they take no more than this together. The newest stays in any case: one that is larger by itself
 * pushes nothing out, and is the first to go the next time.
 */
async function shrink(folder: string, limit: number, newest: Pick<Kept, 'path' | 'size'>): Promise<void> {
  const others = (await keptIn(folder)).filter(({ path }) => path !== newest.path)
  const left = newest.size > limit ? limit : limit - newest.size
  let total = sumOf(others)
  for (const { path, size } of others.toSorted((a, b) => Number(b.size > limit) - Number(a.size > limit))) {
    if (total <= left) return
    await rm(path, { force: true })
    total -= size
  }
}

const sumOf = (kept: readonly Kept[]): number => kept.reduce((sum, { size }) => sum + size, 0)

const sizeOf = (path: string): Promise<number | undefined> =>
  lstat(path).then(
    ({ size }) => size,
    () => undefined,
  )

/** A file's size and checksum, once it is on the disk. */
async function settled(path: string): Promise<{ readonly sha256: string; readonly size: number }> {
  const handle = await open(path)
  try {
    const [sha256, { size }] = await Promise.all([hashOf(handle), handle.stat(), handle.sync()])
    return { sha256, size }
  } finally {
    await handle.close()
  }
}

/** One buffer is read into while the other is added: memory of each piece's own costs more than the sum. */
async function hashOf(handle: FileHandle): Promise<string> {
  const hash = createHash('sha256')
  let [buffer, other] = [Buffer.allocUnsafe(hashedAtOnce), Buffer.allocUnsafe(hashedAtOnce)]
  let at = 0
  const readInto = (target: Buffer): ReturnType<FileHandle['read']> =>
    handle.read(target, 0, target.length, at)
  for (let { bytesRead } = await readInto(buffer); bytesRead > 0;) {
    at += bytesRead
    const next = readInto(other)
    hash.update(buffer.subarray(0, bytesRead))
    ;[buffer, other] = [other, buffer]
    ;({ bytesRead } = await next)
  }
  return hash.digest('hex')
}
