import { randomBytes } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import { BerthError, type SingularityCompression } from '@berth/contract'
import type Docker from 'dockerode'
import { additionsTo } from './added-entries.ts'
import { startExport } from './exported-tree.ts'
import type { ImageToConvert } from './image-to-convert.ts'
import { createTreeJudge, type Originals } from './image-tree.ts'
import { readOriginals } from './layers.ts'
import type { CachedSif } from './sif-cache.ts'
import { isSifArchitecture, sifHead, squashfsOffset } from './sif-file.ts'
import { makeSquashfs } from './squashfs.ts'
import { createTarEditor } from './tar-editor.ts'

/** One conversion: of this image into this file, which is not there yet. */
export interface Conversion {
  readonly docker: Docker
  readonly instance: string
  readonly image: ImageToConvert
  readonly compression: SingularityCompression
  readonly file: string
  readonly signal: AbortSignal
  /** Told how many bytes of the image's tree have been taken in. */
  readonly tell: (bytes: number) => void
  /** To be asked before anything is written. Throws `disk-full`. */
  readonly makeRoom: (bytes: number) => Promise<void>
  /** Takes the file in once it is finished. */
  readonly keep: () => Promise<CachedSif>
  /** Told why something could not be removed, for another time. */
  readonly leave: (error: unknown) => void
}

/** Of a file beside the image's own bytes: metadata, and blocks that compress to more than they were. */
const overhead = 16 * 1024 * 1024

/**
 * Streams the image's tree into a squashfs and writes the SIF around it: nothing is unpacked, and no more than a few
 * chunks are in memory. Throws `singularity-failed`, `disk-full`, the daemon's errors, or the signal's reason.
 */
export async function convertImage(conversion: Conversion): Promise<CachedSif> {
  const { image } = conversion
  if (!isSifArchitecture(image.architecture))
    throw new BerthError('singularity-failed', { message: `no SIF is made for ${image.architecture}` })
  const exported = startExport(conversion)
  try {
    const originals = readOriginals(image.layers)
    await conversion.makeRoom(image.size + overhead)
    await write(conversion, exported.tree(), originals)
    return await conversion.keep()
  } finally {
    // Docker takes its time: mksquashfs and the checksum do not wait for it, but an image's removal would meet it.
    await exported.remove().catch(conversion.leave)
  }
}

async function write(
  conversion: Conversion,
  tree: AsyncGenerator<Buffer>,
  originals: Promise<Originals>,
): Promise<void> {
  const { image, compression, file, signal } = conversion
  const createdAt = new Date()
  const additions = additionsTo(image, createdAt)
  const offset = squashfsOffset(additions.objects)
  const tar = wholeTree(conversion, tree, additions, originals)
  await makeSquashfs({ tar, file, offset, compression, signal })
  const head = sifHead({
    architecture: image.architecture,
    id: randomBytes(16),
    createdAt,
    objects: additions.objects,
    squashfsSize: (await stat(file)).size - offset,
  })
  const handle = await open(file, 'r+')
  try {
    await handle.write(head, 0, head.length, 0)
  } finally {
    await handle.close()
  }
}

/** The export as a SIF has it, and what is added to it. Throws `singularity-failed` for one that ends too early. */
async function* wholeTree(
  { tell }: Conversion,
  tree: AsyncGenerator<Buffer>,
  additions: ReturnType<typeof additionsTo>,
  originals: Promise<Originals>,
): AsyncGenerator<Buffer> {
  const judge = createTreeJudge(additions.replaced)
  const editor = createTarEditor((entry) => judge.judge(entry))
  let taken = 0
  for await (const chunk of tree) {
    yield* editor.push(chunk)
    taken += chunk.length
    tell(taken)
  }
  if (!editor.ended) throw new BerthError('singularity-failed', { message: 'the export ended too early' })
  yield await additions.tar(judge, await originals)
}
