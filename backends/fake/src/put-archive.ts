import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { BerthError, type UploadResult } from '@berth/contract'
import { extract, type Header } from 'tar-stream'
import { place } from './files/place.ts'
import type { World } from './world.ts'

export async function putArchive(
  world: World,
  id: string,
  path: string,
  tar: Readable,
): Promise<UploadResult> {
  world.enter('putArchive')
  const { files } = world.container(id)
  files.find(path)
  const read: [string, Buffer][] = []
  const entries = extract()
  const unpacking = async () => {
    for await (const entry of entries) {
      const chunks: Buffer[] = []
      for await (const chunk of entry) chunks.push(chunk as Buffer)
      if (allowed(entry.header)) read.push([`${path}/${entry.header.name}`, Buffer.concat(chunks)])
    }
  }
  try {
    await Promise.all([pipeline(tar, entries), unpacking()])
  } catch (cause) {
    if (cause instanceof BerthError) throw cause
    const broken = !(cause instanceof Error) || !/invalid tar/i.test(cause.message)
    throw new BerthError(broken ? 'upload-incomplete' : 'archive-invalid', {}, { cause })
  }
  return place(files, read)
}

/** Whether an entry is a file to be kept; throws `archive-invalid` for one that leads outside and for devices. */
function allowed({ name, type }: Header): boolean {
  const outside = name.startsWith('/') || name.split('/').includes('..')
  if (outside || type.endsWith('device')) throw new BerthError('archive-invalid')
  return type === 'file'
}
