import { execFile } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What someone expects at a prompt. Those that the host lacks are left out. */
const wanted = [
  'base-files',
  'bash',
  'coreutils',
  'dash',
  'debianutils',
  'diffutils',
  'findutils',
  'grep',
  'gzip',
]
  .concat([
    'hostname',
    'less',
    'libc-bin',
    'mawk',
    'nano',
    'ncurses-base',
    'ncurses-bin',
    'perl-base',
    'procps',
  ])
  .concat(['sed', 'tar', 'vim-tiny'])

/** Folders and links that packages do not list, or that the dpkg listing gives under another package's name. */
const skeleton = [
  'bin',
  'sbin',
  'lib',
  'lib32',
  'lib64',
  'libx32',
  'etc',
  'etc/os-release',
  'etc/debian_version',
]
  .concat([
    'dev',
    'home',
    'mnt',
    'opt',
    'proc',
    'root',
    'run',
    'srv',
    'sys',
    'tmp',
    'var',
    'var/tmp',
    'var/log',
  ])
  .concat(['usr/bin/sh', 'usr/bin/awk', 'usr/bin/which', 'usr/local'])

/** The host's own settings, and what nobody reads in a small image: documents, translations, rare encodings. */
const unwanted =
  /^\/(etc|dev|proc|sys|run|tmp|home|root)(\/|$)|^\/usr\/share\/(doc|man|info|locale|i18n|lintian|bug|common-licenses|menu|pixmaps|applications|bash-completion|zoneinfo|perl5|base-files)(\/|$)|\/gconv(\/|$)/

interface Package {
  readonly name: string
  readonly needs: readonly string[]
}

/** Paths (relative to /) of the host's files that make a small Debian, or undefined where there is no dpkg. */
export async function debianFiles(): Promise<string[] | undefined> {
  if (!existsSync('/usr/bin/dpkg-query')) return undefined
  const format = '${db:Status-Abbrev}\\t${Package}\\t${Pre-Depends}, ${Depends}\\n'
  const packages = withLibraries(installedPackages((await query(['-W', '-f', format])).split('\n')))
  const listed = (await query(['-L', ...packages])).split('\n')
  const paths = listed
    .filter((path) => path.startsWith('/') && path !== '/.' && !unwanted.test(path))
    .map(real)
  return [...new Set([...skeleton, ...paths])].filter((path) => existsSync(join('/', path)))
}

async function query(args: string[]): Promise<string> {
  const { stdout } = await run('dpkg-query', args, {
    maxBuffer: 64 * 1024 * 1024,
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
  })
  return stdout
}

/** Reads lines of "status, name, dependencies"; of alternatives (`a | b`) all count, for only one is installed. */
function installedPackages(lines: readonly string[]): Map<string, Package> {
  const packages = lines
    .map((line) => line.split('\t'))
    .filter(([status]) => status?.startsWith('ii'))
    .map(([, name = '', needs = '']): Package => ({
      name,
      needs: [...needs.matchAll(/[a-z0-9][a-z0-9+.-]+(?![^(]*\))/g)].map(String),
    }))
  return new Map(packages.map((entry) => [entry.name, entry]))
}

/** The wanted packages with the libraries that they need, and those that these need. */
function withLibraries(installed: ReadonlyMap<string, Package>): string[] {
  const chosen = new Set<string>()
  const pending = wanted.filter((name) => installed.has(name))
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (chosen.has(name)) continue
    chosen.add(name)
    const needs = installed.get(name)?.needs ?? []
    pending.push(...needs.filter((need) => need.startsWith('lib') && installed.has(need)))
  }
  return [...chosen]
}

/** Where a listed path really is: /bin/sed is /usr/bin/sed since /bin became a link. */
function real(path: string): string {
  const folder = dirname(path)
  return join(existsSync(folder) ? realpathSync(folder) : folder, basename(path)).slice(1)
}
