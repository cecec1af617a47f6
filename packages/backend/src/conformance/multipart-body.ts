import type { IncomingFile } from '../port.ts'

/** The boundary of what `multipart` writes. */
export const boundary = 'berth-conformance-boundary'

/** Writes files as multipart/form-data, each after its size, as the browser and the CLI do. */
export async function* multipart(
  files: AsyncIterable<IncomingFile> | Iterable<IncomingFile>,
  field = 'files',
): AsyncGenerator<Buffer> {
  for await (const { path, size, content } of files) {
    const name = path.replaceAll(/["\r\n]/g, encodeURIComponent)
    if (size !== null) yield Buffer.from(part('name="size"', '') + `${size}\r\n`)
    yield Buffer.from(
      part(`name="${field}"; filename="${name}"`, 'Content-Type: application/octet-stream\r\n'),
    )
    for await (const chunk of content) yield chunk as Buffer
    yield Buffer.from('\r\n')
  }
  yield Buffer.from(`--${boundary}--\r\n`)
}

const part = (disposition: string, headers: string) =>
  `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n${headers}\r\n`
