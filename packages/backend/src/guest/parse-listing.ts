import type { FileEntry } from '@berth/contract'

/** Entries of a folder that are told at most. */
export const longestListing = 5_000

/**
 * Reads `<record> <mode in hex> <size> <seconds> ./<name>` and `<link> <name with the link's target>` for each
 * entry, as list-by-exec asks `stat` for them.
 */
export function parseListing(
  output: string,
  record: string,
  link: string,
): { entries: FileEntry[]; truncated: boolean } {
  const entries = output
    .split(`${record} `)
    .slice(1)
    .map((text) => parseRecord(text, link))
    .filter((entry) => entry !== undefined)
  return { entries: entries.slice(0, longestListing), truncated: entries.length > longestListing }
}

function parseRecord(text: string, link: string): FileEntry | undefined {
  const at = text.indexOf(`\n${link} `)
  const match = /^([0-9a-f]+) (\d+) (-?\d+) \.\/([^]+)$/.exec(at === -1 ? text : text.slice(0, at))
  if (match === null) return undefined
  const [, mode = '0', size = '0', seconds = '0', name = ''] = match
  const type = typeOf(parseInt(mode, 16))
  const target =
    type === 'link' && at !== -1 ? targetOf(text.slice(at + link.length + 2), `./${name}`) : undefined
  return {
    name,
    type,
    size: type === 'directory' ? 0 : Number(size),
    modifiedAt: new Date(Number(seconds) * 1_000).toISOString(),
    mode: octal(parseInt(mode, 16)),
    ...(target === undefined ? {} : { target }),
  }
}

/** `name -> target` (coreutils) or `'name' -> 'target'` (busybox). */
function targetOf(text: string, name: string): string | undefined {
  const line = text.endsWith('\n') ? text.slice(0, -1) : text
  const quoted = `'${name}' -> '`
  if (line.startsWith(quoted) && line.endsWith("'")) return line.slice(quoted.length, -1)
  const plain = `${name} -> `
  return line.startsWith(plain) ? line.slice(plain.length) : undefined
}

/** Of st_mode (inode(7)). */
function typeOf(mode: number): FileEntry['type'] {
  switch (mode & 0o170000) {
    case 0o040000:
      return 'directory'
    case 0o120000:
      return 'link'
    case 0o100000:
      return 'file'
    default:
      return 'other'
  }
}

/** Permissions as four octal digits. */
export const octal = (mode: number): string => (mode & 0o7777).toString(8).padStart(4, '0')
