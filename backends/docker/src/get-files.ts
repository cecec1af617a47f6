import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { extract } from 'tar-stream'
import type { OutgoingFile } from '@berth/backend'
import { BerthError } from '@berth/contract'
import { withContainer } from './lookup.ts'
import type { DockerContext } from './context.ts'
import { readArchive } from './files/read-archive.ts'
import { followPath } from './files/stat-path.ts'

/** A file as it is, or a folder as a tar. Links are followed by the container's root. */
export function getFiles(
  context: DockerContext,
  id: string,
  path: string,
  format: 'auto' | 'tar',
  signal: AbortSignal,
): Promise<OutgoingFile> {
  return withContainer(context, id, async (container) => {
    const stat = await followPath(container, path)
    if (stat.kind === 'other') throw new BerthError('path-invalid')
    const name = path.split('/').findLast((part) => part !== '') ?? 'root'
    const archive = await readArchive(container, stat.path, signal)
    return stat.kind === 'directory' || format === 'tar'
      ? { name: `${name}.tar`, kind: 'tar', size: null, content: archive }
      : { name, kind: 'file', ...(await onlyFile(archive)) }
  })
}

/** The bytes of a tar's first file. */
async function onlyFile(archive: IncomingMessage): Promise<{ size: number; content: Readable }> {
  const entries = extract()
  archive.on('error', (error) => entries.destroy(error))
  archive.pipe(entries)
  const first = await entries[Symbol.asyncIterator]().next()
  if (first.done === true) throw new BerthError('path-invalid')
  const content = Readable.from(bytesOf(first.value, archive), { objectMode: false })
  return { size: first.value.header.size, content }
}

async function* bytesOf(entry: AsyncIterable<unknown>, archive: IncomingMessage): AsyncGenerator {
  try {
    yield* entry
  } finally {
    archive.destroy()
  }
}
