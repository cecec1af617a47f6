import { open, rm } from 'node:fs/promises'
import { BerthError, type SingularityCompression, type SingularityFile } from '@berth/contract'
import type Docker from 'dockerode'
import type { ReadySingularity, SingularityOrder } from '@berth/backend'
import type { Log, SingularitySettings } from '../settings.ts'
import { buildWithApptainer } from './build-with-apptainer.ts'
import { convertImage } from './convert-image.ts'
import { removeLeftExports } from './exported-tree.ts'
import { fileError } from './file-error.ts'
import { fileName, type ImageToConvert } from './image-to-convert.ts'
import { createFairQueue } from '../fair-queue.ts'
import { createSharedTurns } from './shared-turns.ts'
import { createSharedWork, type Work } from './shared-work.ts'
import { createSifCache, type CachedSif, type SifCache } from './sif-cache.ts'

/** How a conversion goes. */
type SifProgress = { readonly position: number } | { readonly current: number; readonly total: number }

/** The SIF files of a Docker host: those that are kept, and those that are being made. */
export interface SifFiles {
  make(
    image: ImageToConvert,
    order: SingularityOrder,
    signal: AbortSignal,
  ): AsyncGenerator<SifProgress, SingularityFile, undefined>
  get(image: ImageToConvert, compression: SingularityCompression): Promise<ReadySingularity>
  /** Breaks off what is being made from this image, which is to be removed. Gives whether there was anything. */
  cancel(imageId: string): Promise<boolean>
  /** Removes what was made from this image, which is gone, and breaks off what still is. */
  forget(imageId: string): Promise<void>
}

export interface SifParts {
  readonly docker: Docker
  readonly instance: string
  readonly settings: SingularitySettings
  readonly log: Log
}

/** mksquashfs takes all cores: more than one at a time would only make each slower. */
const atATime = 1
const tellEveryMs = 200

export function createSifFiles(parts: SifParts): SifFiles {
  const { settings } = parts
  const cache = createSifCache(settings.folder, settings.cacheSize)
  const turns = createSharedTurns(createFairQueue(atATime))
  const shared = createSharedWork<SifProgress, CachedSif>()
  const convert = converter(parts, cache)
  const cancel: SifFiles['cancel'] = (imageId) => shared.cancel(isOf(imageId), new BerthError('cancelled'))
  return {
    async *make(image, { compression, account }, signal) {
      const key = keyOf(settings, image, compression)
      const work: Work<SifProgress, CachedSif> = async (stop, tell) => {
        const kept = await cache.find(key)
        if (kept !== undefined) return kept
        const end = await turns.take(key, stop, (position) => tell({ position }))
        return convert(image, compression, stop, tell).finally(end)
      }
      const leave = turns.join(key, account)
      try {
        return told(image, yield* shared.follow(key, work, signal))
      } catch (error) {
        throw fileError(error)
      } finally {
        leave()
      }
    },
    get: async (image, compression) => {
      const kept = await cache.find(keyOf(settings, image, compression))
      if (kept === undefined) throw new BerthError('not-found')
      return { ...told(image, kept), path: kept.path, open: opener(kept) }
    },
    cancel,
    forget: async (imageId) => {
      await cancel(imageId)
      await cache.remove(isOf(imageId))
    },
  }
}

type Convert = (
  image: ImageToConvert,
  compression: SingularityCompression,
  signal: AbortSignal,
  tell: (progress: SifProgress) => void,
) => Promise<CachedSif>

/** Makes a file; whatever happens, nothing half made stays. */
function converter({ docker, instance, settings, log }: SifParts, cache: SifCache): Convert {
  const maker = settings.maker === 'apptainer' ? buildWithApptainer : convertImage
  /** Before the first conversion, and where something could not be removed: what a killed agent and what failures left. */
  let tidied: Promise<void> | undefined
  const tidy = async (): Promise<void> => {
    await cache.removeParts()
    await removeLeftExports(docker, instance)
  }
  const leave = (error: unknown): void => {
    tidied = undefined
    log.warn({ error: String(error) }, 'What was left of a SIF file’s making could not be removed')
  }
  return async (image, compression, signal, tell) => {
    tidied ??= tidy()
    await tidied.catch(leave)
    const file = cache.newPart()
    try {
      return await maker({
        ...{ docker, instance, image, compression, file, signal, leave },
        tell: seldom(image.size, tell),
        makeRoom: (bytes) => cache.makeRoom(bytes),
        keep: () => cache.keep(file, keyOf(settings, image, compression)),
      })
    } finally {
      await rm(file, { force: true })
    }
  }
}

const told = (image: ImageToConvert, { size, sha256 }: CachedSif): SingularityFile => ({
  name: fileName(image.reference),
  size,
  sha256,
})

/** An image's ID is a digest of its content, so the same content is made once by each maker, whatever its names. */
const keyOf = (
  { maker }: SingularitySettings,
  { id }: ImageToConvert,
  compression: SingularityCompression,
): string => `${keyPart(id)}.${compression}${maker === 'mksquashfs' ? '' : `.${maker}`}`

const isOf =
  (imageId: string) =>
  (key: string): boolean =>
    key.startsWith(`${keyPart(imageId)}.`)

const keyPart = (imageId: string): string => imageId.replace(':', '-')

/** Five times a second at most. */
function seldom(total: number, tell: (progress: SifProgress) => void): (bytes: number) => void {
  let told = 0
  return (current) => {
    if (Date.now() - told < tellEveryMs) return
    told = Date.now()
    tell({ current, total: Math.max(total, current) })
  }
}

/** Reads on even when the file is removed from the cache meanwhile. One that has gone before is `not-found`. */
const opener =
  ({ path }: CachedSif): ReadySingularity['open'] =>
  async ({ start, end }) => {
    const handle = await open(path).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new BerthError('not-found')
      throw error
    })
    return handle.createReadStream({ start, end, highWaterMark: 1024 * 1024 })
  }
