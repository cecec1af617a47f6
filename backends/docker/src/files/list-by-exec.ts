import { randomBytes } from 'node:crypto'
import type { Container } from 'dockerode'
import type { FileEntry } from '@berth/contract'
import { runExec } from '../exec/run-exec.ts'
import { statusOf } from '../translate/docker-error.ts'
import { longestListing, parseListing } from './parse-listing.ts'

/**
 * `stat` of coreutils and of busybox alike. A name may have any bytes, so each record begins with a word nobody
 * could know beforehand. The link's target comes with %N, whose quoting coreutils leaves off when told to.
 */
const script = `cd -- "$1" || exit 44
export QUOTING_STYLE=literal
find . -mindepth 1 -maxdepth 1 -exec stat -c "$2 %f %s %Y %n
$3 %N" {} + 2>/dev/null | head -n "$4"`

const longest = 16 * 1024 * 1024

/** The folder's entries; undefined where the image has not the tools to tell. */
export async function listByExec(
  container: Container,
  folder: string,
): Promise<{ entries: FileEntry[]; truncated: boolean } | undefined> {
  const word = randomBytes(12).toString('hex')
  const [record, link] = [`R${word}`, `L${word}`]
  const lines = String(2 * (longestListing + 1))
  const check =
    'command -v find >/dev/null && command -v stat >/dev/null && command -v head >/dev/null || exit 127\n'
  try {
    const { exitCode, stdout } = await runExec(container, {
      command: ['/bin/sh', '-c', check + script, 'sh', folder, record, link, lines],
      user: '0:0',
      longest,
    })
    return exitCode === 0 ? parseListing(stdout.toString('utf8'), record, link) : undefined
  } catch (error) {
    // Podman, and later Dockers, answer a missing shell with an error.
    if (statusOf(error) !== undefined) return undefined
    throw error
  }
}
