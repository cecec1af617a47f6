import { BerthError } from '@berth/contract'

/** Longest path that Linux takes, in bytes (PATH_MAX). */
const maxBytes = 4_096
/** Longest name within a path, in bytes (NAME_MAX). */
const maxNameBytes = 255

/**
 * A path inside a container as a caller wrote it: absolute, without `..`, NUL or damaged UTF-8.
 * Gives it without doubled or trailing slashes and `.`; throws `path-invalid`.
 */
export function guestPath(path: string): string {
  if (!path.startsWith('/')) throw new BerthError('path-invalid')
  return `/${cleanSegments(path).join('/')}`
}

/**
 * The name of an uploaded file, with the folders that it stands in: relative, without `..`, `\` or NUL.
 * Gives it without `.` segments; throws `path-invalid`.
 */
export function uploadName(name: string | undefined): string {
  if (!name || name.startsWith('/') || name.endsWith('/') || name.includes('\\')) {
    throw new BerthError('path-invalid')
  }
  const segments = cleanSegments(name)
  if (segments.length === 0) throw new BerthError('path-invalid')
  return segments.join('/')
}

function cleanSegments(path: string): string[] {
  const damaged = path.includes('\0') || path.includes('\uFFFD') || !path.isWellFormed()
  if (damaged || Buffer.byteLength(path) > maxBytes) throw new BerthError('path-invalid')
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.')
  if (segments.some((segment) => segment === '..' || Buffer.byteLength(segment) > maxNameBytes)) {
    throw new BerthError('path-invalid')
  }
  return segments
}
