import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { readdir, rename, rm, stat, truncate } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { BerthError, type SingularityCompression, type SingularityFile } from '@berth/contract'
import type { ConsoleClient } from '../context.ts'
import { CliError } from '../errors.ts'

export interface Download {
  /** The image's reference. */
  readonly image: string
  readonly compression: SingularityCompression
  readonly file: SingularityFile
  readonly target: string
}

/** Milliseconds; so many times in a row without a byte. */
const retryAfter = 1_000
const attempts = 10

/**
 * Downloads into a file beside the target, which a later call goes on with, also in another process; checks the
 * checksum and gives the file its name. False where the server does not have this file any more.
 */
export async function downloadSingularity(
  client: ConsoleClient,
  download: Download,
  tell: (bytes: number) => void,
): Promise<boolean> {
  const { file, target } = download
  const part = join(dirname(target), `.${basename(target)}.${file.sha256.slice(0, 16)}.part`)
  await removeOthers(target, part)
  let there = await beginOf(part, file.size)
  tell(there)
  for (let failures = 0; there < file.size; failures += 1) {
    const before = there
    try {
      const answer = await ask(client, download, there)
      if (answer === undefined) return false
      const counted = counting((bytes) => tell((there += bytes)))
      await pipeline(answer, counted, createWriteStream(part, { flags: 'a' }))
    } catch (error) {
      if (error instanceof BerthError || isOfThisDisk(error) || failures >= attempts) throw error
    }
    there = await beginOf(part, file.size)
    if (there > before) failures = 0
    if (there < file.size) await delay(retryAfter)
  }
  // What was being written when a connection broke may be missing, so what counts is what is on the disk.
  const hash = createHash('sha256')
  await pipeline(createReadStream(part, { highWaterMark: 1024 * 1024 }), hash)
  if (hash.digest('hex') !== file.sha256) {
    await rm(part, { force: true })
    throw new CliError('damaged', { path: target })
  }
  await rename(part, target)
  return true
}

/** What broke off of the file as it was before its image was built anew: nothing goes on with it. */
async function removeOthers(target: string, part: string): Promise<void> {
  const folder = dirname(target)
  const begin = `.${basename(target)}.`
  for (const name of await readdir(folder)) {
    const isPart = name.startsWith(begin) && /^[0-9a-f]{16}\.part$/.test(name.slice(begin.length))
    if (isPart && name !== basename(part)) await rm(join(folder, name), { force: true })
  }
}

/** The rest of the file; undefined where the server has another by now, or none. */
async function ask(
  client: ConsoleClient,
  { image, compression, file }: Download,
  from: number,
): Promise<Readable | undefined> {
  const etag = `"${file.sha256}"`
  const headers = from === 0 ? {} : { range: `bytes=${from}-`, 'if-range': etag }
  const answer = await client.getReferenceSingularity({ query: { image, compression }, headers })
  const fits = answer.headers.get('etag') === etag && answer.status === (from === 0 ? 200 : 206)
  if (fits && answer.body !== null) return Readable.fromWeb(answer.body)
  await answer.body?.cancel()
  return undefined
}

/** Bytes that are there; never more than the file has. */
async function beginOf(part: string, size: number): Promise<number> {
  const there = await stat(part).then(
    (stats) => stats.size,
    () => 0,
  )
  if (there > size) await truncate(part, 0)
  return there > size ? 0 : there
}

const counting = (count: (bytes: number) => void) =>
  async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      count(chunk.length)
      yield chunk
    }
  }

const isOfThisDisk = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['ENOSPC', 'EDQUOT', 'EACCES', 'EROFS', 'EIO', 'ENOENT', 'EISDIR'].includes(String(error.code))
