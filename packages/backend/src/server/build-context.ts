import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { pack, type Pack } from 'tar-stream'
import { BerthError } from '@berth/contract'
import type { IncomingFile } from '../port.ts'
import type { Agent } from './verb.ts'
import { fileOf, partsOf, type Part } from './multipart.ts'
import { repositoryContext } from './repository/repository-context.ts'

/** A browser does not say what may be executed, and Docker's own client sends all as executable where it cannot tell. */
const mode = 0o755

/**
 * The build context of a multipart/form-data body as a tar: what came in the field `context` as it is, or the other
 * files under their names, or what the field `repository` names. No faster than it is read. Throws `upload-incomplete`,
 * `path-invalid`, `disk-full`, or what `repositoryContext` throws.
 */
export async function* buildContext(
  body: IncomingMessage,
  { spoolFolder, git }: Pick<Agent, 'spoolFolder' | 'git'>,
  how: { readonly dockerfile: string; readonly signal: AbortSignal },
): AsyncGenerator<Buffer, undefined> {
  const { parts, stop } = partsOf(body)
  try {
    const rest = parts[Symbol.asyncIterator]()
    const first = await rest.next()
    if (first.done === true) throw new BerthError('upload-incomplete')
    const { field, content } = first.value
    if (field === 'context') yield* content as AsyncIterable<Buffer>
    else if (field === 'repository')
      yield* repositoryContext(await text(content), { settings: git, spoolFolder, ...how })
    else yield* packed(first.value, rest, spoolFolder)
  } finally {
    stop()
  }
  return undefined
}

async function* packed(
  first: Part,
  rest: AsyncIterator<Part>,
  spoolFolder: string,
): AsyncGenerator<Buffer, undefined> {
  const tar = pack()
  const filled = fill(tar, first, rest, spoolFolder).catch((error: unknown) => {
    tar.destroy(error instanceof Error ? error : new Error(String(error)))
  })
  yield* tar as AsyncIterable<Buffer>
  await filled
  return undefined
}

async function fill(tar: Pack, first: Part, rest: AsyncIterator<Part>, spoolFolder: string): Promise<void> {
  for (let part: Part | undefined = first; part !== undefined;) {
    for await (const file of fileOf(part, spoolFolder)) await add(tar, file)
    const next = await rest.next()
    part = next.done === true ? undefined : next.value
  }
  tar.finalize()
}

async function add(tar: Pack, { path, size, content }: IncomingFile): Promise<void> {
  const entry = tar.entry({ name: path, size: size ?? 0, mode, mtime: new Date(0) })
  await pipeline(exactly(content, size ?? 0), entry)
}

/** Passes bytes on and fails with `upload-incomplete` unless they are just so many. */
async function* exactly(
  content: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array, undefined> {
  let seen = 0
  for await (const chunk of content) {
    seen += chunk.length
    if (seen > size) break
    yield chunk
  }
  if (seen !== size) throw new BerthError('upload-incomplete')
  return undefined
}
