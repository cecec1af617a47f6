import { statfs } from 'node:fs/promises'
import { BerthError } from '@berth/contract'

/** What no upload may take: the daemon and everybody's containers need it to go on. */
const keptFree = 512 * 1024 * 1024
const lookEvery = 64 * 1024 * 1024

/** Watches over a disk while an upload is written. */
export interface DiskRoom {
  /** Throws `disk-full` unless so many more bytes fit. */
  check(bytes: number): Promise<void>
  /** So many bytes are written: looks at the first, and again once in a while. Throws `disk-full`. */
  wrote(bytes: number): Promise<void> | undefined
}

/** `free` gives the bytes that are free; null: cannot be told, and is not watched. */
export function createDiskRoom(free: () => Promise<number | null>): DiskRoom {
  let unlooked = lookEvery
  const check = async (bytes: number): Promise<void> => {
    const left = await free()
    if (left !== null && left - bytes < keptFree) throw new BerthError('disk-full')
  }
  return {
    check,
    wrote: (bytes) => {
      unlooked += bytes
      if (unlooked < lookEvery) return undefined
      unlooked = 0
      return check(0)
    },
  }
}

/** A folder's own disk. */
export const folderRoom = (folder: string): DiskRoom => createDiskRoom(() => freeBytes(folder))

/** Bytes free to anybody on a folder's file system; null if it cannot be asked. */
export async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    return null
  }
}
