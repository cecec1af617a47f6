import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { ConnectedBackend } from '../../backends/backends.ts'
import type { PassedAnswer } from '../containers/pass-on.ts'

/** Asks an agent on this machine for a file's place instead of its bytes. */
export const sendfileHeader = { 'x-sendfile-type': 'X-Sendfile' } as const

/** Bytes read at a time: with less, each piece costs more than its copying. */
const pieceSize = 1024 * 1024

/** Whether the agent is on this machine, so that what it keeps in files may be read here. */
export const isLocal = ({ connection }: ConnectedBackend): boolean => connection.socketPath !== undefined

/**
 * The answer with the file that the agent named in the place of its body: bytes that pass through one process come twice
 * as fast as through two. Undefined where this process may not read it.
 */
export async function readLocally(answer: PassedAnswer): Promise<PassedAnswer | undefined> {
  const { 'x-sendfile': named, 'content-range': range } = answer.headers
  if (typeof named !== 'string') return answer
  // Empty: the connection can be used again.
  answer.body.resume()
  const found = await openFile(decodeURI(named), rangeOf(range))
  if (found === undefined) return undefined
  const headers = { ...answer.headers, 'content-length': String(found.length) }
  return { statusCode: answer.statusCode, headers, body: found.body }
}

interface Range {
  readonly start: number
  readonly end: number
}

/** `bytes 0-9/100`, RFC 9110 section 14.4; undefined for the whole file. */
function rangeOf(header: PassedAnswer['headers'][string]): Range | undefined {
  const [, start, end] = /^bytes (\d+)-(\d+)\/\d+$/.exec(String(header)) ?? []
  return start === undefined ? undefined : { start: Number(start), end: Number(end) }
}

async function openFile(
  path: string,
  range: Range | undefined,
): Promise<{ readonly body: Readable; readonly length: number } | undefined> {
  // Opening anything but a file, such as a pipe that nobody writes to, could wait for ever.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const handle = await open(path, flags).catch(() => undefined)
  if (handle === undefined) return undefined
  const stats = await handle.stat()
  const { start, end } = range ?? { start: 0, end: stats.size - 1 }
  if (!stats.isFile() || end >= stats.size) {
    await handle.close()
    return undefined
  }
  return {
    body: handle.createReadStream({ start, end, highWaterMark: pieceSize }),
    length: end - start + 1,
  }
}
