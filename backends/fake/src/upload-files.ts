import { BerthError, type UploadResult } from '@berth/contract'
import type { IncomingFile } from '@berth/backend'
import { place } from './files/place.ts'
import type { World } from './world.ts'

export async function uploadFiles(
  world: World,
  id: string,
  path: string,
  files: AsyncIterable<IncomingFile>,
): Promise<UploadResult> {
  world.enter('uploadFiles')
  const container = world.container(id)
  const read: [string, Buffer][] = []
  for await (const file of files) {
    const chunks: Buffer[] = []
    for await (const chunk of file.content) chunks.push(chunk as Buffer)
    const content = Buffer.concat(chunks)
    if (file.size !== null && file.size !== content.length) throw new BerthError('upload-incomplete')
    read.push([`${path}/${file.path}`, content])
  }
  if (world.switches.diskFull) throw new BerthError('disk-full')
  return place(container.files, read)
}
