import type { Container } from 'dockerode'
import { BerthError } from '@berth/contract'
import { runExec } from '../exec/run-exec.ts'
import { sentence } from '../translate/docker-error.ts'
import type { Owner } from './file-owner.ts'

/**
 * `$1` folder, `$2` the staging folder in it, `$3` owner of folders that are made, then pairs: a staged file's
 * name and its path. Nothing is moved if one of the paths is a folder (21). The staging folder goes when it is empty.
 */
const script = `cd -- "$1" || exit 22
staging=$2 owner=$3
shift 3
make() {
  [ -d "$1" ] && return 0
  make "\${1%/*}" && mkdir -- "$1" && chown "$owner" "$1"
}
take=1
for path; do
  [ $take = 0 ] && [ -d "./$path" ] && exit 21
  take=$((1 - take))
done
while [ $# -gt 0 ]; do
  path=./$2
  make "\${path%/*}" || exit 22
  mv -f -- "./$staging/$1" "$path" || exit 23
  shift 2
done
rmdir -- "./$staging" 2>/dev/null || :`

const longest = 65_536
const filesAtATime = 500

/** Renames staged files to where they belong, as root of the container. */
export async function moveIntoPlace(
  container: Container,
  folder: string,
  staging: string,
  owner: Owner,
  files: readonly { staged: string; path: string }[],
): Promise<void> {
  for (let at = 0; at < files.length; at += filesAtATime) {
    const pairs = files.slice(at, at + filesAtATime).flatMap(({ staged, path }) => [staged, path])
    const { exitCode, stderr } = await runExec(container, {
      command: ['/bin/sh', '-c', script, 'sh', folder, staging, `${owner.uid}:${owner.gid}`, ...pairs],
      user: '0:0',
      longest,
    })
    if (exitCode === 21 || exitCode === 22) throw new BerthError('path-invalid')
    if (exitCode !== 0) throw new BerthError('runtime-error', { message: sentence(stderr.toString('utf8')) })
  }
}

/** Removes a staging folder and whatever is still in it. */
export async function removeStaging(container: Container, folder: string, staging: string): Promise<void> {
  await runExec(container, {
    command: ['/bin/sh', '-c', 'rm -rf -- "$1/$2"', 'sh', folder, staging],
    user: '0:0',
    longest,
  })
}
