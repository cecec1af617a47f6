import type { Readable } from 'node:stream'
import { BerthError, toProblem, type BuildEvent, type BuildOptions } from '@berth/contract'
import { spool } from '@berth/backend/guest'
import { sentence, toBerthError } from '../translate/docker-error.ts'
import { tooLarge } from './context/open-context.ts'
import { judgeQuery, type BuildRequest } from './judge-query.ts'
import { runBuild, type BuildJob } from './run-build.ts'
import type { BuildParts } from './tenant.ts'

interface BuildLine {
  readonly stream?: string
  readonly error?: string
  readonly aux?: { readonly ID?: string }
}

/**
 * A build for the console, through the same judging as one that comes through the account's endpoint. Its context is
 * taken in whole first, so that whoever sends it need not wait for the builds before.
 */
export async function* buildImage(
  open: () => BuildParts,
  options: BuildOptions,
  context: Readable,
  signal: AbortSignal,
): AsyncGenerator<BuildEvent> {
  // It may break off before anything reads it.
  context.on('error', () => undefined)
  try {
    const parts = open()
    const platform = await platformOf(parts)
    const request = judgeQuery(queryOf(options), parts.tenant.account, platform)
    const leave = parts.admission.enter(parts.tenant.account)
    try {
      yield* spooledBuild(parts, request, { context, platform, signal })
    } finally {
      leave()
    }
  } catch (error) {
    yield { type: 'failed', problem: toProblem(toBerthError(error), 'en') }
  }
}

async function* spooledBuild(
  parts: BuildParts,
  request: BuildRequest,
  { context, platform, signal }: Omit<BuildJob, 'request'>,
): AsyncGenerator<BuildEvent> {
  const spooled = await spool(parts.settings.spoolFolder, within(context, parts.tenant.limits.disk))
  try {
    yield* told(request, runBuild(parts, { request, context: spooled.read(), platform, signal }))
  } finally {
    await spooled.remove()
  }
}

/** The daemon's lines in the contract's words. */
async function* told(request: BuildRequest, lines: AsyncIterable<string>): AsyncGenerator<BuildEvent> {
  let id = ''
  for await (const text of lines)
    for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
      const { stream, error, aux } = JSON.parse(line) as BuildLine
      if (error !== undefined) throw new BerthError('build-failed', { message: sentence(error) })
      if (stream !== undefined) yield { type: 'output', text: stream }
      id = aux?.ID ?? id
    }
  yield { type: 'done', reference: request.tags[0] ?? '', id }
}

async function* within(context: Readable, bytes: number): AsyncGenerator<Buffer> {
  let seen = 0
  for await (const chunk of context) {
    seen += (chunk as Buffer).length
    if (seen > bytes) throw tooLarge(bytes)
    yield chunk as Buffer
  }
}

/** The daemon's own, as `linux/amd64`. */
export async function platformOf(parts: Pick<BuildParts, 'docker'>): Promise<string> {
  const version = (await parts.docker.version()) as { Arch?: string }
  return `linux/${version.Arch ?? 'amd64'}`
}

function queryOf(options: BuildOptions): URLSearchParams {
  const { tag, dockerfile, buildArguments, target, noCache, pull } = options
  return new URLSearchParams({
    t: tag,
    dockerfile,
    buildargs: JSON.stringify(buildArguments),
    target: target ?? '',
    nocache: noCache ? '1' : '',
    pull: pull ? '1' : '',
  })
}
