import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createGunzip } from 'node:zlib'
import { pack } from 'tar-stream'
import { BerthError } from '@berth/contract'
import { createDiskRoom, folderRoom } from '@berth/backend/guest'
import { refusal } from '../refusal.ts'
import { TarWalker } from './tar-walker.ts'

export interface ContextLimits {
  readonly spoolFolder: string
  /** Bytes of a context at most, unpacked. */
  readonly contextBytes: number
  /** Bytes free where the daemon keeps its data; null where that cannot be told. */
  readonly diskFree: () => Promise<number | null>
}

/** A build context of which the Dockerfile is known and the rest may still be on its way. */
export interface BuildContext {
  readonly dockerfile: string
  /** The context with this Dockerfile as the builder's own, under a name that nobody can guess. Read once. */
  rewritten(dockerfile: string): { readonly path: string; readonly tar: Readable }
  close(): Promise<void>
}

/** What waits for the Dockerfile in memory; more than that waits on the disk. */
const keptInMemory = 4 * 1024 * 1024

/**
 * Reads a context up to its Dockerfile, wherever that stands. Throws `build-refused` where there is none or the
 * bytes are no tar, `upload-incomplete` where it breaks off.
 */
export async function openContext(
  source: Readable,
  path: string,
  limits: ContextLimits,
): Promise<BuildContext> {
  const walker = new TarWalker(path)
  const pieces = piecesOf(source, limits, (chunk) => walker.take(chunk))
  const waiting = createWaiting(limits.spoolFolder)
  try {
    while (walker.found === undefined && !walker.ended) {
      const { value, done } = await pieces.next()
      if (done === true) break
      await waiting.add(value)
    }
    if (walker.found === undefined)
      throw refusal(`The build context has no ${path}: name the file with -f, and add it to Git.`)
    const dockerfile = walker.found.toString('utf8')
    return {
      dockerfile,
      rewritten: (text) => {
        const name = `.berth-${randomUUID()}`
        return {
          path: name,
          tar: Readable.from(assemble(name, text, waiting.read(), pieces), { objectMode: false }),
        }
      },
      close: () => waiting.remove(),
    }
  } catch (error) {
    await waiting.remove()
    throw error
  }
}

/**
 * The Dockerfile first, then what came, then a `.dockerignore` that has the builder take both out of the context
 * (the client's own has done its work at the client).
 */
async function* assemble(
  name: string,
  text: string,
  before: AsyncIterable<Buffer>,
  after: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  yield await entryBytes(name, text)
  yield* before
  yield* after
  yield await entryBytes('.dockerignore', `.dockerignore\n${name}\n`)
  yield Buffer.alloc(1024)
}

/** A tar's bytes of one file, without the end of the archive. */
async function entryBytes(name: string, text: string): Promise<Buffer> {
  const tar = pack()
  tar.entry({ name, mode: 0o644, mtime: new Date(0) }, text)
  tar.finalize()
  const bytes = await buffer(tar)
  return bytes.subarray(0, bytes.length - 1024)
}

async function* piecesOf(
  source: Readable,
  limits: ContextLimits,
  take: (chunk: Buffer) => Buffer,
): AsyncGenerator<Buffer, undefined> {
  const room = createDiskRoom(limits.diskFree)
  await room.check(0)
  let size = 0
  for await (const chunk of unpacked(source)) {
    size += chunk.length
    if (size > limits.contextBytes) throw tooLarge(limits.contextBytes)
    await room.wrote(chunk.length)
    const piece = take(chunk)
    if (piece.length > 0) yield piece
  }
  return undefined
}

/** `build-refused`: `bytes` is what a context may have. */
export const tooLarge = (bytes: number): BerthError =>
  refusal(
    `The build context is larger than ${Math.floor(bytes / 1024 ** 2)} MiB: leave files out with .dockerignore.`,
  )

/** Plain or gzip, told by the first bytes. */
async function* unpacked(source: Readable): AsyncGenerator<Buffer> {
  const chunks = whole(source)
  const first = await chunks.next()
  if (first.done === true) throw refusal('The build context is empty.')
  const all = async function* (): AsyncGenerator<Buffer> {
    yield first.value
    yield* chunks
  }
  if (first.value[0] === 0x1f && first.value[1] === 0x8b) {
    const gunzip = createGunzip()
    const feed = Readable.from(all(), { objectMode: false })
    feed.on('error', (error) => gunzip.destroy(error))
    yield* feed.pipe(gunzip) as AsyncIterable<Buffer>
  } else yield* all()
}

async function* whole(source: Readable): AsyncGenerator<Buffer, undefined> {
  try {
    for await (const chunk of source) yield chunk as Buffer
  } catch (error) {
    throw new BerthError('upload-incomplete', {}, { cause: error })
  }
  return undefined
}

interface Waiting {
  add(piece: Buffer): Promise<void>
  read(): AsyncIterable<Buffer>
  remove(): Promise<void>
}

function createWaiting(folder: string): Waiting {
  const path = join(folder, `berth-context-${randomUUID()}`)
  const room = folderRoom(folder)
  let pieces: Buffer[] = []
  let size = 0
  let file: FileHandle | undefined
  return {
    add: async (piece) => {
      pieces.push(piece)
      size += piece.length
      if (size < keptInMemory) return
      if (file === undefined) {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        file = await open(path, 'wx', 0o600)
      }
      await room.wrote(size)
      await file.writev(pieces)
      pieces = []
      size = 0
    },
    read: async function* () {
      if (file !== undefined) yield* createReadStream(path) as AsyncIterable<Buffer>
      yield* pieces
    },
    remove: async () => {
      await file?.close()
      await rm(path, { force: true })
    },
  }
}
