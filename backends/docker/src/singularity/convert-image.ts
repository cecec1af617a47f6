import { randomBytes } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import { BerthError, type SingularityCompression } from '@berth/contract'
import type Docker from 'dockerode'
import { additionsTo } from './added-entries.ts'
import { exportedTree } from './exported-tree.ts'
import type { ImageToConvert } from './image-to-convert.ts'
import { createTreeJudge, type Originals } from './image-tree.ts'
import { readOriginals } from './layers.ts'
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
}

/**
 * Streams the image's tree into a squashfs and writes the SIF around it: nothing is unpacked, and no more than a few
 * chunks are in memory. Throws `singularity-failed`, `disk-full`, the daemon's errors, or the signal's reason.
 */
export async function convertImage(conversion: Conversion): Promise<void> {
  const { image, compression, file, signal } = conversion
  if (!isSifArchitecture(image.architecture))
    throw new BerthError('singularity-failed', { message: `no SIF is made for ${image.architecture}` })
  const createdAt = new Date()
  const additions = additionsTo(image, createdAt)
  const offset = squashfsOffset(additions.objects)
  const originals = await readOriginals(image.layers)
  const tar = wholeTree(conversion, additions, originals)
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
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The export as a SIF has it, and what is added to it. Throws `singularity-failed` for one that ends too early. */
async function* wholeTree(
  { docker, instance, image, signal, tell }: Conversion,
  additions: ReturnType<typeof additionsTo>,
  originals: Originals,
): AsyncGenerator<Buffer> {
  const judge = createTreeJudge(additions.replaced)
  const editor = createTarEditor((entry) => judge.judge(entry))
  let taken = 0
  for await (const chunk of exportedTree(docker, image, instance, signal)) {
    yield* editor.push(chunk)
    taken += chunk.length
    tell(taken)
  }
  if (!editor.ended) throw new BerthError('singularity-failed', { message: 'the export ended too early' })
  yield await additions.tar(judge, originals)
}
