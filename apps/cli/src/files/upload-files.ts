import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { posix, resolve, basename } from 'node:path'
import { BerthError } from '@berth/contract'
import { findContainer } from '../containers/find-container.ts'
import type { Context, ConsoleClient } from '../context.ts'
import { bytes } from '../output/amounts.ts'
import type { Place } from './place.ts'
import { localFiles, multipart } from './multipart.ts'

/**
 * Copies a file or a folder as `cp -r` does: into the destination where it is a folder or ends in a slash, else
 * under its name.
 */
export async function uploadFiles(context: Context, source: string, { name, path }: Place): Promise<void> {
  const { client } = await context.server()
  const local = resolve(source)
  await stat(local)
  const { id } = await findContainer(client, name)
  const into = path.endsWith('/') || (await isFolder(client, id, path))
  const target = into ? posix.join(path, basename(local)) : path
  const boundary = randomUUID()
  const result = await client.uploadFiles({
    params: { id },
    query: { path: posix.dirname(target) },
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: multipart(localFiles(local, posix.basename(target)), boundary),
  })
  if (context.json) context.data(result, () => '')
  else context.tell(context.messages.said.uploaded, { files: result.files, bytes: bytes(result.bytes) })
}

async function isFolder(client: ConsoleClient, id: string, path: string): Promise<boolean> {
  try {
    await client.listFiles({ params: { id }, query: { path } })
    return true
  } catch (error) {
    if (error instanceof BerthError && /^path-/.test(error.code)) return false
    throw error
  }
}
