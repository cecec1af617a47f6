import type { Header } from 'tar-stream'
import { BerthError } from '@berth/contract'
import type { TarHeader } from './tar-writer.ts'

/** Whom files in a container belong to. */
export interface Owner {
  readonly uid: number
  readonly gid: number
}

const allowed: readonly string[] = ['file', 'contiguous-file', 'directory', 'symlink', 'link']

/**
 * Judges a tar's entries one after another, and puts them below `prefix`, owned by `owner`. Throws `archive-invalid`
 * for devices and for what leads outside: absolute paths, `..`, hard links to such, and paths through a link of the
 * same tar. Undefined: an entry for the folder itself, which is left as it is.
 */
export function createEntryCheck(
  prefix: readonly string[],
  owner: Owner,
): (header: Header) => TarHeader | undefined {
  const links = new Set<string>()
  return (header) => {
    if (!allowed.includes(header.type)) throw new BerthError('archive-invalid')
    const parts = safeParts(header.name)
    if (parts.length === 0) return undefined
    for (let depth = 1; depth < parts.length; depth += 1)
      if (links.has(parts.slice(0, depth).join('/'))) throw new BerthError('archive-invalid')
    const name = parts.join('/')
    if (header.type === 'symlink') links.add(name)
    else links.delete(name)
    const linkname =
      header.type === 'link' ? [...prefix, ...safeParts(header.linkname)].join('/') : header.linkname
    return {
      name: [...prefix, name].join('/') + (header.type === 'directory' ? '/' : ''),
      type: header.type,
      mode: header.mode & 0o7777,
      mtime: header.mtime,
      size: header.size,
      ...(header.type === 'link' || header.type === 'symlink' ? { linkname } : {}),
      ...owner,
    }
  }
}

function safeParts(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  if (path.startsWith('/') || parts.includes('..') || path.includes('\0'))
    throw new BerthError('archive-invalid')
  return parts
}
