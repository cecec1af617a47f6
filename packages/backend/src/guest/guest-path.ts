import { BerthError } from '@berth/contract'

/** An absolute path's parts, `.` and empty ones left out. Throws `path-invalid` for anything that climbs or is not absolute. */
export function partsOf(path: string): string[] {
  if (!path.startsWith('/')) throw new BerthError('path-invalid')
  return relativeParts(path)
}

/** A relative path's parts. Throws `path-invalid` for `..` and NUL. */
export function relativeParts(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.includes('..') || path.includes('\0')) throw new BerthError('path-invalid')
  return parts
}
