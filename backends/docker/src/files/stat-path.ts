import type { IncomingMessage } from 'node:http'
import type { Container } from 'dockerode'
import { BerthError } from '@berth/contract'
import { partsOf } from '@berth/backend/guest'
import { statusOf } from '../translate/docker-error.ts'

/** What Docker says of a path in a container. */
export interface PathStat {
  readonly path: string
  readonly name: string
  readonly size: number
  readonly kind: 'file' | 'directory' | 'link' | 'other'
  /** Where a link leads in the end, by the container's root. */
  readonly linkTarget: string
}

/** Bits of Go's os.FileMode: directory 31, link 27, device 26, pipe 25, socket 24, character device 21, irregular 19. */
function kindOf(mode: number): PathStat['kind'] {
  const bit = (at: number): boolean => Math.floor(mode / 2 ** at) % 2 === 1
  if (bit(31)) return 'directory'
  if (bit(27)) return 'link'
  return [26, 25, 24, 21, 19].some(bit) ? 'other' : 'file'
}

/** The path itself, links not followed; undefined if there is none. */
export async function statPath(container: Container, path: string): Promise<PathStat | undefined> {
  try {
    const response = (await container.infoArchive({ path })) as IncomingMessage
    response.resume()
    const header = String(response.headers['x-docker-container-path-stat'] ?? '')
    const stat = JSON.parse(Buffer.from(header, 'base64').toString('utf8')) as {
      name: string
      size: number
      mode: number
      linkTarget?: string
    }
    const { name, size, mode, linkTarget = '' } = stat
    return { path, name, size, kind: kindOf(mode), linkTarget }
  } catch (error) {
    if (statusOf(error) !== 404) throw error
    // A HEAD's answer has no words: it may be the container that is missing.
    await container.inspect()
    return undefined
  }
}

/** A path with its links followed, as far as a few of them lead. Throws `path-not-found`. */
export async function followPath(container: Container, path: string): Promise<PathStat> {
  let at = `/${partsOf(path).join('/')}`
  for (let links = 0; links < 8; links += 1) {
    const stat = await statPath(container, at)
    if (stat === undefined) break
    if (stat.kind !== 'link') return stat
    at = stat.linkTarget
  }
  throw new BerthError('path-not-found', { path })
}

/** The folder that a path leads to, whoever wrote it; undefined if it leads to none. */
export async function folderAt(container: Container, path: string): Promise<string | undefined> {
  try {
    const found = await followPath(container, path)
    return found.kind === 'directory' ? found.path : undefined
  } catch (error) {
    if (error instanceof BerthError && /^path-/.test(error.code)) return undefined
    throw error
  }
}

/** The deepest folder on the way to `path` that exists, and the parts that are still to be made. */
export async function existingFolder(
  container: Container,
  path: string,
): Promise<{ folder: string; missing: string[] }> {
  const parts = partsOf(path)
  for (let depth = parts.length; depth > 0; depth -= 1) {
    const at = `/${parts.slice(0, depth).join('/')}`
    if ((await statPath(container, at)) === undefined) continue
    const { kind, path: folder } = await followPath(container, at)
    if (kind !== 'directory') throw new BerthError('path-invalid')
    return { folder, missing: parts.slice(depth) }
  }
  return { folder: '/', missing: parts }
}
