import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import { BerthError } from '@berth/contract'
import { spool } from '../guest/spool.ts'
import type { IncomingFile } from '../port.ts'
import { uploadName } from './guest-path.ts'

/** A part with a file, or the field `repository`, as it comes in. */
export interface Part {
  readonly field: string
  readonly filename: string | undefined
  readonly size: number | null
  readonly content: Readable
}

/**
 * The files of a multipart/form-data body, one after the other, no faster than they are read. A field
 * `size` before a file gives its size in bytes; a file without one waits in `spoolFolder` until its size is
 * known, as whether another part follows shows only at its end. Throws `path-invalid` for names that climb
 * out and `upload-incomplete`, also from a file's content, if the body breaks off.
 */
export async function* incomingFiles(
  body: IncomingMessage,
  spoolFolder: string,
): AsyncGenerator<IncomingFile, undefined> {
  const { parts, stop } = partsOf(body)
  try {
    for await (const part of parts) yield* fileOf(part, spoolFolder)
  } finally {
    stop()
  }
  return undefined
}

/** The file of a part, once its size is known. */
export async function* fileOf(part: Part, spoolFolder: string): AsyncGenerator<IncomingFile, undefined> {
  const path = uploadName(part.filename && decodeFilename(part.filename))
  if (part.size === null) {
    const spooled = await spool(spoolFolder, part.content)
    try {
      yield { path, size: spooled.size, content: spooled.read() }
    } finally {
      await spooled.remove()
    }
  } else {
    yield { path, size: part.size, content: part.content }
    part.content.resume()
  }
  return undefined
}

/** The files of a body as they come in; `stop` lets go of it. */
export function partsOf(body: IncomingMessage): { parts: AsyncIterable<Part>; stop: () => void } {
  const parser = parserOf(body)
  const parts = new Readable({ objectMode: true, read: () => undefined })
  let current: Readable | undefined
  let size: number | null = null
  const fail = () => {
    const error = new BerthError('upload-incomplete')
    current?.destroy(error)
    parts.destroy(error)
  }
  parser.on('field', (name, value) => {
    if (name === 'repository')
      parts.push({ field: name, filename: undefined, size: null, content: Readable.from([value]) })
    if (name === 'size') size = /^\d{1,15}$/.test(value) ? Number(value) : null
  })
  parser.on('file', (field, content, filename: string | undefined) => {
    // The parser tells of a break-off more than once.
    content.on('error', () => undefined)
    current = content
    parts.push({ field, filename, size, content } satisfies Part)
    size = null
  })
  parser.on('error', fail)
  parser.once('finish', () => parts.push(null))
  body.once('error', fail)
  const gone = () => {
    if (!body.complete) fail()
  }
  body.once('close', gone)
  // The sender may have gone before anybody asked for the first file.
  if (body.destroyed) gone()
  body.pipe(parser)
  return { parts, stop: () => void body.unpipe(parser) }
}

function parserOf(body: IncomingMessage): BusboyInstance {
  const contentType = body.headers['content-type'] ?? ''
  try {
    return new Busboy({ headers: { ...body.headers, 'content-type': contentType }, preservePath: true })
  } catch (cause) {
    throw new BerthError('malformed-body', {}, { cause })
  }
}

/** Forms escape just these three in file names: https://html.spec.whatwg.org/#escape-a-multipart-form-data-name */
function decodeFilename(name: string): string {
  return name.replaceAll(/%(22|0A|0D)/gi, (escape) => decodeURIComponent(escape))
}
