import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import type { Readable } from 'node:stream'
import { BerthError } from '@berth/contract'

/** Who git runs as: where the agent is root, nobody that anything else belongs to. */
export const strangerIds = (): { uid: number; gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined
  const id = randomInt(1_900_000_000, 2_000_000_000)
  return { uid: id, gid: id }
}

export interface GitRun {
  readonly folder: string
  readonly ids: { uid: number; gid: number } | undefined
  /** Goes to git in its environment, as arguments can be read by everybody on the machine. */
  readonly config: Readonly<Record<string, string>>
  /** Bytes that a file may have, and of memory. */
  readonly limits: { readonly file: number; readonly memory: number }
  readonly signal: AbortSignal
}

/** Enough of an error to mend it. */
const mostSaid = 300
/** Characters of what git writes to its standard error that are looked at. */
const mostHeard = 65_536

/**
 * Runs git with nothing of this process's environment or of the machine's configuration and gives its output; ends,
 * with all that it started, with `signal`. Throws `repository-failed`, `repository-too-large` or `git-missing`.
 */
export async function* runGit(run: GitRun, ...options: readonly string[]): AsyncGenerator<Buffer, undefined> {
  run.signal.throwIfAborted()
  const { file, memory } = run.limits
  // Without its signal a file that is too large is an error that git tells.
  const limited = 'trap "" XFSZ && ulimit -f "$1" && ulimit -v "$2" && shift 2 && exec git "$@"'
  const bounds = [Math.ceil(file / 512), Math.ceil(memory / 1024)].map(String)
  const child = spawn('/bin/sh', ['-c', limited, 'sh', ...bounds, ...options], {
    cwd: run.folder,
    env: environment(run),
    // A group of its own: git's helpers end with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...run.ids,
  })
  const end = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    } catch {
      // It has ended.
    }
  }
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code))
  })
  ended.catch(() => undefined)
  const said = lastOf(child.stderr)
  run.signal.addEventListener('abort', end, { once: true })
  try {
    yield* child.stdout as AsyncIterable<Buffer>
    const code = await ended
    run.signal.throwIfAborted()
    if (code !== 0) throw failure(code, said(), file)
  } finally {
    run.signal.removeEventListener('abort', end)
    end()
  }
  return undefined
}

function environment({ folder, config }: GitRun): NodeJS.ProcessEnv {
  const pairs = Object.entries(config)
  return {
    PATH: process.env['PATH'],
    LC_ALL: 'C',
    HOME: folder,
    GIT_DIR: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: 'https:http',
    GIT_CONFIG_COUNT: String(pairs.length),
    ...Object.fromEntries(
      pairs.flatMap(([key, value], at) => [
        [`GIT_CONFIG_KEY_${at}`, key],
        [`GIT_CONFIG_VALUE_${at}`, value],
      ]),
    ),
  }
}

function lastOf(stream: Readable): () => string {
  let text = ''
  stream.setEncoding('utf8').on('data', (more: string) => (text = (text + more).slice(-mostHeard)))
  return () => text
}

function failure(code: number | null, said: string, file: number): BerthError {
  // The shell's word for a program that is not there.
  if (code === 127) return new BerthError('git-missing')
  if (/File too large|Out of memory|out of memory|cannot allocate/i.test(said))
    return new BerthError('repository-too-large', { max: Math.floor(file / 1024 ** 2) })
  if (/No space left|quota exceeded/i.test(said)) return new BerthError('disk-full')
  // What the server says is as long and as coloured as it likes.
  const own = said.split(/[\r\n]+/).filter((line) => /^(?:fatal|error): /.test(line))
  const message = (own.at(-1) ?? 'git').replaceAll(/\p{Cc}/gu, '').replace(/^\w+: /, '')
  return new BerthError('repository-failed', { message: message.slice(0, mostSaid) })
}
