import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
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

/**
 * The command line that runs a program as that user. Where a folder above its files is closed (a checkout below
 * /root), it keeps one capability, to pass through closed folders.
 */
export function asUser(user: PostgresUser, command: readonly string[], paths: readonly string[]): string[] {
  if (!user.separate) return [...command]
  const ids = [`--reuid=${String(user.uid)}`, `--regid=${String(user.gid)}`, '--clear-groups']
  const open = paths.every(openToAll)
  const passage = open ? [] : ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search']
  return ['setpriv', ...ids, ...passage, '--', ...command]
}
