import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface LocalFile {
  /** Where it lies here. */
  readonly local: string
  /** Where it goes, below the upload's folder. */
  readonly path: string
  readonly size: number
}

/** A file, or all files below a folder, links followed. */
export async function* localFiles(local: string, path: string): AsyncGenerator<LocalFile, void, undefined> {
  const stats = await stat(local)
  if (!stats.isDirectory()) {
    yield { local, path, size: stats.size }
    return
  }
  const names = await readdir(local)
  for (const name of names.sort()) yield* localFiles(join(local, name), `${path}/${name}`)
}

/** multipart/form-data (RFC 7578) of files, each after a field `size`; read as fast as it is taken. */
export async function* multipart(
  files: AsyncIterable<LocalFile>,
  boundary: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const { local, path, size } of files) {
    yield Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="size"\r\n\r\n${size}\r\n` +
        `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${escape(path)}"\r\n` +
        `content-type: application/octet-stream\r\n\r\n`,
    )
    for await (const chunk of createReadStream(local, { highWaterMark: 262_144 })) yield chunk as Buffer
    yield Buffer.from('\r\n')
  }
  yield Buffer.from(`--${boundary}--\r\n`)
}

/** As browsers write names: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data */
const escape = (name: string): string =>
  name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
