import { spawn } from 'node:child_process'
import type { Writable } from 'node:stream'
import { BerthError, type SingularityCompression } from '@berth/contract'

/** Memory that mksquashfs may keep for itself, whatever the machine has: its default is a quarter of all. */
const memory = '256M'
/** The end of a tar: two blocks of zeros. */
const tarEnd = Buffer.alloc(1_024)

const compressors: Readonly<Record<SingularityCompression, readonly string[]>> = {
  zstd: ['-comp', 'zstd', '-Xcompression-level', '3'],
  gzip: ['-comp', 'gzip'],
}

/** What a squashfs is made from and where it goes: into this file, from `offset` on. */
export interface SquashfsJob {
  /** Pieces may be good until the next is asked for only. */
  readonly tar: AsyncIterable<Buffer>
  readonly file: string
  readonly offset: number
  readonly compression: SingularityCompression
  readonly signal: AbortSignal
}

/**
 * Streams a tar (without its end) into mksquashfs, on all cores; everything in it belongs to root, as in what Apptainer makes for an
 * ordinary user. Throws `disk-full`, `singularity-failed`, or what the tar throws. Needs squashfs-tools 4.5 or newer.
 */
export async function makeSquashfs({ tar, file, offset, compression, signal }: SquashfsJob): Promise<void> {
  const child = spawn(
    'mksquashfs',
    [
      ...['-', file, '-tar', '-offset', String(offset), '-noappend', '-quiet', '-no-progress'],
      ...['-all-root', '-root-mode', '0755', '-no-xattrs', '-mem', memory],
      ...compressors[compression],
    ],
    { stdio: ['pipe', 'ignore', 'pipe'], env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' } },
  )
  const ended = exitOf(child)
  const stop = (): void => void child.kill('SIGKILL')
  signal.addEventListener('abort', stop)
  try {
    signal.throwIfAborted()
    await feed(child.stdin, tar)
  } catch (error) {
    stop()
    const { failure } = await ended
    signal.throwIfAborted()
    // A pipe that breaks says nothing: mksquashfs said why it ended.
    throw isBrokenPipe(error) && failure !== undefined ? failure : error
  } finally {
    signal.removeEventListener('abort', stop)
  }
  const { failure } = await ended
  signal.throwIfAborted()
  if (failure !== undefined) throw failure
}

async function feed(pipe: Writable, tar: AsyncIterable<Buffer>): Promise<void> {
  // The write that meets it tells it.
  pipe.on('error', () => undefined)
  for await (const piece of tar) await written(pipe, piece)
  await written(pipe, tarEnd)
  pipe.end()
}

/** Done when the piece's memory may be used again. */
const written = (pipe: Writable, piece: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    pipe.write(piece, (error) => (error == null ? resolve() : reject(error)))
  })

const isBrokenPipe = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED'].includes(String(error.code))

interface Exit {
  readonly failure: BerthError | undefined
}

/** How a program ended. Never fails: a program that is not there has ended too. */
async function exitOf(child: ReturnType<typeof spawn>): Promise<Exit> {
  const { promise, resolve } = Promise.withResolvers<Exit>()
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)))
  child.on('error', (error) => resolve({ failure: failureOf(error.message) }))
  child.on('close', (code) => resolve({ failure: code === 0 ? undefined : failureOf(said) }))
  return promise
}

const failureOf = (said: string): BerthError =>
  /no space left on device|disk quota/i.test(said)
    ? new BerthError('disk-full')
    : new BerthError('singularity-failed', { message: lastLine(said) })

const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.slice(0, 300) ?? ''
