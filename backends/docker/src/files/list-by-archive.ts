import type { Container } from 'dockerode'
import { extract, type Header } from 'tar-stream'
import type { FileEntry } from '@berth/contract'
import { longestListing, octal } from '@berth/backend/guest'
import { readArchive } from './read-archive.ts'

/** A folder's archive has all that is below it: it is read for so long and so far only. */
const longestMs = 5_000
const mostBytes = 512 * 1024 * 1024

/** The folder's entries from the headers of its archive: works for stopped containers and images without any tools. */
export async function listByArchive(
  container: Container,
  folder: string,
): Promise<{ entries: FileEntry[]; truncated: boolean }> {
  const archive = await readArchive(container, folder)
  const tar = extract()
  const entries = new Map<string, FileEntry>()
  let bytes = 0
  // Also within an entry: one file may be larger than all that is ever read.
  const enough = new AbortController()
  const stop = (): void => {
    enough.abort()
    tar.destroy()
  }
  const timer = setTimeout(stop, longestMs)
  archive.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > mostBytes) stop()
  })
  archive.on('error', (error) => tar.destroy(error))
  archive.pipe(tar)
  const found = (): FileEntry[] => [...entries.values()].slice(0, longestListing)
  try {
    for await (const entry of tar) {
      const listed = toEntry(entry.header)
      if (listed !== undefined) entries.set(listed.name, listed)
      entry.resume()
      if (entries.size > longestListing) return { entries: found(), truncated: true }
    }
    return { entries: found(), truncated: enough.signal.aborted }
  } catch (error) {
    if (enough.signal.aborted) return { entries: found(), truncated: true }
    throw error
  } finally {
    clearTimeout(timer)
    archive.destroy()
  }
}

const types: Readonly<Record<string, FileEntry['type']>> = {
  file: 'file',
  'contiguous-file': 'file',
  link: 'file',
  directory: 'directory',
  symlink: 'link',
}

/** An entry right below the folder: `folder/name`, or `name` where the folder is the root. */
function toEntry(header: Header): FileEntry | undefined {
  const parts = header.name
    .replace(/^\.?\//, '/')
    .split('/')
    .filter((part) => part !== '')
  const depth = header.name.startsWith('/') || header.name.startsWith('./') ? 1 : 2
  const name = parts.at(-1)
  if (parts.length !== depth || name === undefined) return undefined
  const type = types[header.type] ?? 'other'
  return {
    name,
    type,
    size: header.size,
    modifiedAt: header.mtime.toISOString(),
    mode: octal(header.mode),
    ...(type === 'link' ? { target: header.linkname } : {}),
  }
}
