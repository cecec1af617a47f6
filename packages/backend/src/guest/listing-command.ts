import { randomBytes } from 'node:crypto'
import type { FileEntry } from '@berth/contract'
import { longestListing, parseListing } from './parse-listing.ts'

/**
 * `stat` of coreutils and of busybox alike. A name may have any bytes, so each record begins with a word nobody
 * could know beforehand. The link's target comes with %N, whose quoting coreutils leaves off when told to.
 */
const script = `command -v find >/dev/null && command -v stat >/dev/null && command -v head >/dev/null || exit 127
cd -- "$1" || exit 44
export QUOTING_STYLE=literal
find . -mindepth 1 -maxdepth 1 -exec stat -c "$2 %f %s %Y %n
$3 %N" {} + 2>/dev/null | head -n "$4"`

/** A command that lists a folder in a container, and how its output is read. Exit code 127: the image has not the tools. */
export function listingCommand(folder: string): {
  readonly command: readonly string[]
  parse: (output: string) => { entries: FileEntry[]; truncated: boolean }
} {
  const word = randomBytes(12).toString('hex')
  const [record, link] = [`R${word}`, `L${word}`]
  const lines = String(2 * (longestListing + 1))
  return {
    command: ['/bin/sh', '-c', script, 'sh', folder, record, link, lines],
    parse: (output) => parseListing(output, record, link),
  }
}
