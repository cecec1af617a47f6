import { randomUUID } from 'node:crypto'
import { access } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { BerthError, fill, type ImageBuild } from '@berth/contract'
import { readSecret } from '../ask.ts'
import type { ConsoleClient, Context } from '../context.ts'
import { AlreadyTold, CliError, exitCodes, usageError } from '../errors.ts'
import { bytes } from '../output/amounts.ts'
import { StatusLine } from '../output/status-line.ts'
import { buildContext } from './build-context.ts'
import { getBuildLog } from './get-build-log.ts'

export interface BuildOptions {
  readonly tag: string
  readonly file?: string
  readonly buildArg?: string[]
  readonly target?: string
  readonly cache: boolean
  readonly pull?: true
  readonly backend?: string
  readonly git?: string
  readonly ref?: string
  readonly gitTokenStdin?: true
  readonly detach?: true
}

/** Sends a folder, or names a Git repository, and shows the build's log to its end. Ctrl-C cancels the build. */
export async function buildImage(context: Context, options: BuildOptions, folder?: string): Promise<void> {
  const { client } = await context.server()
  const interrupted = new AbortController()
  const interrupt = (): void => interrupted.abort()
  process.once('SIGINT', interrupt)
  let build: ImageBuild | undefined
  try {
    build = await send(context, client, options, folder, interrupted.signal)
    if (options.detach !== true) {
      await getBuildLog(context, client, build.id, interrupted.signal)
      build = await client.getBuild({ params: { id: build.id } })
    }
    report(context, build, options)
  } catch (error) {
    if (!interrupted.signal.aborted) throw error
    if (build !== undefined) await client.cancelBuild({ params: { id: build.id } })
    throw new AlreadyTold(exitCodes.interrupted)
  } finally {
    process.off('SIGINT', interrupt)
  }
}

function report(context: Context, build: ImageBuild, { detach }: BuildOptions): void {
  const { name, backend, state, problem } = build
  if (context.json || detach === true) context.data(build, ({ id }) => id)
  else if (state === 'done') context.tell(context.messages.said.built, { name, backend })
  if (problem !== null) throw new BerthError(problem.code, problem.params)
  if (state === 'cancelled') throw new BerthError('cancelled')
}

/** Gives the build as soon as the console has all of its files. */
async function send(
  context: Context,
  client: ConsoleClient,
  options: BuildOptions,
  folder: string | undefined,
  signal: AbortSignal,
): Promise<ImageBuild> {
  const { dockerfile, part } = await (options.git === undefined
    ? folderPart(context, folder ?? '.', options.file)
    : repositoryPart(options, folder))
  const { tag: name, buildArg = [], target, cache, pull, backend } = options
  const query = {
    name,
    dockerfile,
    buildArguments: buildArg.map(quoted).join(' '),
    target,
    noCache: cache ? undefined : 'true',
    pull: pull && 'true',
    backend,
  }
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value))
  const boundary = randomUUID()
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` }
  const body = multipart(part, boundary)
  return client.buildImage({ query: { name, ...given }, headers, body, signal })
}

/** As the console splits words: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02 */
const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`

interface Part {
  /** Content-Disposition's parameters. */
  readonly name: string
  readonly content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

async function folderPart({ json, messages }: Context, folder: string, file: string | undefined) {
  const top = resolve(folder)
  const path = file === undefined ? resolve(top, 'Dockerfile') : resolve(file)
  const dockerfile = relative(top, path)
  if (dockerfile.startsWith('..')) throw usageError('dockerfileOutside', { path, folder: top })
  await access(path).catch(() => {
    throw new CliError('noDockerfile', { path })
  })
  const status = new StatusLine(process.stderr)
  let total = 0
  const sent = (size: number): void => {
    total += size
    if (!json && process.stderr.isTTY) status.show(fill(messages.progress.sending, { current: bytes(total) }))
  }
  const content = async function* () {
    yield* buildContext(top, dockerfile, sent)
    status.clear()
  }
  return { dockerfile, part: { name: 'name="context"; filename="context.tar"', content: content() } }
}

async function repositoryPart({ git, ref, file, gitTokenStdin }: BuildOptions, path: string | undefined) {
  const token = gitTokenStdin === true ? await readSecret() : undefined
  const content = [Buffer.from(JSON.stringify({ url: git, ref, path, token }))]
  return { dockerfile: file, part: { name: 'name="repository"', content } }
}

async function* multipart({ name, content }: Part, boundary: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; ${name}\r\n\r\n`)
  yield* content
  yield Buffer.from(`\r\n--${boundary}--\r\n`)
}
