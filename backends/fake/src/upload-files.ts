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
    read.push([`${path}/${file.path}`, Buffer.concat(chunks)])
  }
  if (world.switches.diskFull) throw new BerthError('disk-full')
  return place(container.files, read)
}
