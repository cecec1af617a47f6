import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openToAll } from '@berth/docker/host'

const run = promisify(execFile)
const account = 'berth-db'

/** Who PostgreSQL runs as. It refuses to run as root. */
export interface PostgresUser {
  readonly uid: number
  readonly gid: number
  /** Whether we are root and it is another user. */
  readonly separate: boolean
}

/** Ourselves, or, when we are root, the system user `berth-db` (made at the first start; else `nobody`). */
export async function postgresUser(): Promise<PostgresUser> {
  const { uid, gid } = userInfo()
  if (uid !== 0) return { uid, gid, separate: false }
  if (lookUp(account) === undefined) {
    const options = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent']
    await run('useradd', [...options, '--shell', '/usr/sbin/nologin', account]).catch(() => undefined)
  }
  const found = lookUp(account) ?? lookUp('nobody')
  if (found === undefined) throw new Error('No user to run PostgreSQL as: neither berth-db nor nobody exists')
  return { ...found, separate: true }
}

function lookUp(name: string): { uid: number; gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((entry) => entry.split(':'))
    .find(([entryName]) => entryName === name)
  return line && { uid: Number(line[2]), gid: Number(line[3]) }
}

/** What a program of PostgreSQL needs to reach: the folder of its programs and libraries, and the data. */
export interface Places {
  readonly native: string
  readonly data: string
}

/**
 * The command line that runs a program of PostgreSQL on the data as that user. Where a folder above is closed (a
 * checkout below /root), that process alone sees both in `stage`, by mounts that end with it; `stage` has to have
 * the folders `native` and `data`.
 */
export function asUser(
  user: PostgresUser,
  places: Places,
  stage: string,
  program: 'initdb' | 'postgres',
  options: readonly string[],
): readonly [string, ...string[]] {
  const closed = user.separate && !(openToAll(places.native) && openToAll(places.data))
  const seen = closed ? { native: join(stage, 'native'), data: join(stage, 'data') } : places
  const command = [join(seen.native, 'bin', program), ...options, '-D', seen.data] as const
  if (!user.separate) return command
  const ids = [`--reuid=${String(user.uid)}`, `--regid=${String(user.gid)}`, '--clear-groups']
  const asThem = ['setpriv', ...ids, '--', ...command] as const
  if (!closed) return asThem
  const mount = 'mount --bind "$1" "$2" && mount --bind "$3" "$4" && shift 4 && exec "$@"'
  const paths = [places.native, seen.native, places.data, seen.data]
  return ['unshare', '--mount', '--propagation', 'slave', 'sh', '-c', mount, 'sh', ...paths, ...asThem]
}
