import type { Owner } from './checked-entry.ts'

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

const filesAtATime = 500

/**
 * Commands that rename staged files to where they belong, one after the other. Exit codes 21 and 22: a folder is in the
 * way, or something that is none.
 */
export function placingCommands(
  folder: string,
  staging: string,
  owner: Owner,
  files: readonly { readonly staged: string; readonly path: string }[],
): string[][] {
  const commands: string[][] = []
  for (let at = 0; at < files.length; at += filesAtATime) {
    const pairs = files.slice(at, at + filesAtATime).flatMap(({ staged, path }) => [staged, path])
    commands.push(['/bin/sh', '-c', script, 'sh', folder, staging, `${owner.uid}:${owner.gid}`, ...pairs])
  }
  return commands
}

/** Removes a staging folder and whatever is still in it. */
export const unstagingCommand = (folder: string, staging: string): string[] => [
  '/bin/sh',
  '-c',
  'rm -rf -- "$1/$2"',
  'sh',
  folder,
  staging,
]
