import type { Container } from 'dockerode'
import { extract } from 'tar-stream'
import type { Owner } from '@berth/backend/guest'
import { statusOf } from '../translate/docker-error.ts'
import { readArchive } from './read-archive.ts'

/** Whom uploaded files belong to: the user that the container runs as, root unless the image says otherwise. */
export async function ownerOf(container: Container, user: string): Promise<Owner> {
  const [name = '', group = ''] = user.split(':', 2)
  if (name === '' || name === 'root' || name === '0') return { uid: 0, gid: numberOr(group, 0) }
  if (/^\d+$/.test(name) && /^\d+$/.test(group)) return { uid: Number(name), gid: Number(group) }
  const entry = (await passwd(container)).find((fields) => fields[0] === name || fields[2] === name)
  const uid = numberOr(entry?.[2] ?? name, 0)
  return { uid, gid: numberOr(group, numberOr(entry?.[3] ?? '', uid)) }
}

/** Where the container's user is at home; undefined where nothing tells. */
export async function homeOf(container: Container, user: string): Promise<string | undefined> {
  const [name = ''] = user.split(':', 1)
  const sought = name === '' ? 'root' : name
  const entry = (await passwd(container)).find((fields) => fields[0] === sought || fields[2] === sought)
  return entry?.[5]
}

const numberOr = (text: string, otherwise: number): number => (/^\d+$/.test(text) ? Number(text) : otherwise)

const longestPasswd = 1024 * 1024

async function passwd(container: Container): Promise<string[][]> {
  try {
    const archive = await readArchive(container, '/etc/passwd')
    const tar = extract()
    archive.on('error', (error) => tar.destroy(error))
    archive.pipe(tar)
    let text = ''
    reading: for await (const entry of tar) {
      for await (const chunk of entry) {
        text += String(chunk)
        if (text.length > longestPasswd) break reading
      }
    }
    archive.destroy()
    return text.split('\n').map((line) => line.split(':'))
  } catch (error) {
    if (statusOf(error) === 404) return []
    throw error
  }
}
