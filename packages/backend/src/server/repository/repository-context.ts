import { chmod, chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/contract'
import { folderRoom } from '../../guest/disk-room.ts'
import { runGit, strangerIds, type GitRun } from './git.ts'
import { ignoredPaths } from './ignored-paths.ts'
import { judgeRepository, type JudgedRepository } from './judge-repository.ts'
import { pinAddress } from './pin-address.ts'
import { withoutPaths } from './without-paths.ts'

/** From where repositories are fetched. */
export interface GitSettings {
  /** HOST or HOST:PORT, and `public` for all whose addresses are public. */
  readonly hosts: readonly string[]
  /** A PEM file of the authorities that are trusted; without, the machine's own. */
  readonly caFile: string | undefined
}

export interface RepositoryParts {
  readonly settings: GitSettings
  readonly spoolFolder: string
  readonly signal: AbortSignal
  /** Its path in the folder: `.dockerignore` never leaves it out. */
  readonly dockerfile: string
}

/** Bytes of a `.dockerignore`, and of all names in a folder that has one. */
const mostIgnored = 1024 ** 2
const mostPaths = 64 * 1024 ** 2

/** Bytes of what the server sends, bytes of memory, milliseconds. */
export const repositoryLimits = { file: 2 * 1024 ** 3, memory: 2 * 1024 ** 3, time: 600_000 }

/** `curloptResolve` came with 2.37; an older git would silently resolve the name again. */
const leastVersion = [2, 37] as const

/**
 * A folder of a Git repository as a tar: one commit, fetched by git, of which nothing is checked out, so no hook,
 * filter or link of it ever works here; its `.dockerignore` is heeded as Docker's client does. Throws `repository-…`, `git-missing` or `disk-full`.
 */
export async function* repositoryContext(
  text: string,
  parts: RepositoryParts,
  limits = repositoryLimits,
): AsyncGenerator<Buffer, undefined> {
  const { settings, spoolFolder } = parts
  const repository = judgeRepository(text)
  const pinned = await pinAddress(repository.url, new Set(settings.hosts))
  await folderRoom(spoolFolder).check(limits.file)
  const late = AbortSignal.timeout(limits.time)
  const folder = await mkdtemp(join(spoolFolder, 'berth-git-'))
  try {
    const ids = strangerIds()
    await chmod(folder, 0o700)
    const config = configOf(repository, pinned, await caIn(folder, settings))
    if (ids !== undefined) await chown(folder, ids.uid, ids.gid)
    const signal = AbortSignal.any([parts.signal, late])
    const run = { folder, ids, config, limits, signal }
    yield* fetched(run, repository, parts.dockerfile)
  } catch (error) {
    throw late.aborted ? new BerthError('repository-failed', { message: 'timeout' }) : error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return undefined
}

async function* fetched(
  run: GitRun,
  { url, ref, path }: JudgedRepository,
  dockerfile: string,
): AsyncGenerator<Buffer> {
  const bare = { ...run, config: {} }
  if (!isRecent(await textOf(runGit(bare, 'version')))) throw new BerthError('git-missing')
  await textOf(runGit(bare, 'init', '--quiet', '--bare', '--template='))
  const options = ['--quiet', '--depth=1', '--no-tags', '--no-recurse-submodules', '--no-auto-maintenance']
  await textOf(runGit(run, 'fetch', ...options, '--', url.href, ref))
  // A tree, not the commit: nothing of it is filled in by `export-subst`.
  const tree = `FETCH_HEAD:${path}`
  const local = { ...bare, config: reading }
  const tar = runGit(local, 'archive', '--format=tar', tree)
  const ignore = await ignoreFile(local, tree)
  if (ignore === '') yield* tar
  else {
    const listed = await textOf(runGit(local, 'ls-tree', '-r', '-t', '-z', '--name-only', tree), mostPaths)
    const paths = listed.split('\0').filter((one) => one !== '')
    yield* withoutPaths(tar, await ignoredPaths({ ignore, dockerfile, paths }, run.signal))
  }
}

/** The tree's `.dockerignore`; empty where it has none. */
async function ignoreFile(run: GitRun, tree: string): Promise<string> {
  const found = await textOf(runGit(run, 'ls-tree', tree, '.dockerignore'))
  const [, id] = /^100\d{3} blob ([0-9a-f]+)\t/.exec(found) ?? []
  return id === undefined ? '' : textOf(runGit(run, 'cat-file', 'blob', id), mostIgnored)
}

/** Large files are passed through, not held. */
const reading = {
  'core.bigFileThreshold': '16m',
  'core.packedGitLimit': '256m',
  'core.packedGitWindowSize': '32m',
}

function configOf(
  { authorization }: JudgedRepository,
  pinned: string,
  caFile: string | undefined,
): Record<string, string> {
  return {
    ...reading,
    'core.hooksPath': '/dev/null',
    // One file, whose size is limited.
    'fetch.unpackLimit': '1',
    'http.curloptResolve': pinned,
    'http.followRedirects': 'false',
    'http.lowSpeedLimit': '1000',
    'http.lowSpeedTime': '60',
    'pack.threads': '1',
    'transfer.bundleURI': 'false',
    ...(caFile === undefined ? {} : { 'http.sslCAInfo': caFile }),
    ...(authorization === undefined ? {} : { 'http.extraHeader': `Authorization: ${authorization}` }),
  }
}

/** The authorities, where git can read them whoever it runs as. */
async function caIn(folder: string, { caFile }: GitSettings): Promise<string | undefined> {
  if (caFile === undefined) return undefined
  const copy = join(folder, 'ca.pem')
  await writeFile(copy, await readFile(caFile), { mode: 0o644 })
  return copy
}

async function textOf(output: AsyncIterable<Buffer>, most = mostIgnored): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of output) {
    size += chunk.length
    if (size > most) throw new BerthError('repository-too-large', { max: Math.ceil(most / 1024 ** 2) })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version)?.slice(1) ?? []).map(Number)
  return major > leastVersion[0] || (major === leastVersion[0] && minor >= leastVersion[1])
}
