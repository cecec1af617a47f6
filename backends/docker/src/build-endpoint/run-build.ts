import { Readable } from 'node:stream'
import { BerthError, type BuildLimits } from '@berth/contract'
import { toBerthError } from '../translate/docker-error.ts'
import { splitReference } from '../translate/image-reference.ts'
import { labels, networkName } from '../translate/names.ts'
import { resolveBase, type BaseImage } from './base-images.ts'
import { createBuildLog, type BuildLog } from './build-log.ts'
import { openContext, type BuildContext } from './context/open-context.ts'
import { planBuild } from './dockerfile/plan-build.ts'
import type { BuildRequest } from './judge-query.ts'

import { refusal } from './refusal.ts'
import type { BuildParts } from './tenant.ts'
import { watchSteps, type StepWatch } from './watch-steps.ts'

/** Microseconds; the kernel's default: https://docs.kernel.org/scheduler/sched-bwc.html */
const cpuPeriod = 100_000

export interface BuildJob {
  readonly request: BuildRequest
  readonly context: Readable
  /** As `linux/amd64`. */
  readonly platform: string
  /** The client went away. */
  readonly signal: AbortSignal
}

/**
 * Builds an image for an account and gives the daemon's own stream (lines of JSON), whose last line may be an
 * `error`. Throws before the first line where nothing was begun. Builds wait for their turn, one of an account at a
 * time, and tell their place; only what comes after counts as the build's time.
 */
export async function* runBuild(parts: BuildParts, job: BuildJob): AsyncGenerator<string> {
  const limit = new AbortController()
  const signal = AbortSignal.any([job.signal, limit.signal])
  const { seconds } = parts.tenant.limits
  let context: BuildContext | undefined
  let timer: NodeJS.Timeout | undefined
  let end: (() => void) | undefined
  try {
    end = yield* turnOf(parts, signal)
    timer = setTimeout(
      () => limit.abort(refusal(`The build took longer than ${seconds} seconds.`)),
      seconds * 1_000,
    )
    context = await openContext(job.context, job.request.dockerfile, {
      spoolFolder: parts.settings.spoolFolder,
      contextBytes: parts.tenant.limits.disk,
      diskFree: () => parts.engine.diskFree(),
    })
    yield* planned(parts, { ...job, signal }, context, (reason) => limit.abort(reason))
  } catch (error) {
    throw limit.signal.reason instanceof BerthError ? limit.signal.reason : toBerthError(error)
  } finally {
    clearTimeout(timer)
    await context?.close()
    end?.()
  }
}

/** Waits for the account's turn, with a line for each place on the way; gives what ends the turn. */
async function* turnOf(
  { queue, tenant }: BuildParts,
  signal: AbortSignal,
): AsyncGenerator<string, () => void> {
  let place = 0
  let moved = Promise.withResolvers<undefined>()
  const turn = queue.take(tenant.account, signal, (next) => {
    place = next
    moved.resolve(undefined)
    moved = Promise.withResolvers()
  })
  // Where it is given up while nobody reads on, the turn that comes after all has to end.
  let given = false
  try {
    for (let told = 0; ;) {
      const end = place === told ? await Promise.race([turn, moved.promise]) : undefined
      if (end !== undefined) {
        given = true
        return end
      }
      if (place === told) continue
      told = place
      yield `${JSON.stringify({ stream: `順番を待っています / Waiting: ${place}\n` })}\n`
    }
  } finally {
    if (!given)
      turn.then(
        (end) => end(),
        () => undefined,
      )
  }
}

async function* planned(
  parts: BuildParts,
  job: BuildJob,
  context: BuildContext,
  exceeded: (reason: Error) => void,
): AsyncGenerator<string> {
  const { request, platform, signal } = job
  const given = new Map(
    Object.entries(request.buildArguments).filter((pair): pair is [string, string] => pair[1] !== null),
  )
  const plan = planBuild(context.dockerfile, given, platform)
  const bases = new Map<string, BaseImage>()
  for (const image of plan.images) {
    const told: string[] = []
    const options = { pull: request.pull, signal, tell: (line: string) => void told.push(line) }
    bases.set(image, await resolveBase(parts, image, options))
    for (const line of told) yield `${JSON.stringify({ stream: line })}\n`
  }
  const ids = new Map([...bases].map(([name, { id }]) => [name, id]))
  const owner = { [labels.instance]: parts.instance, [labels.account]: parts.tenant.account }
  const { path, tar } = context.rewritten(plan.write(ids, owner))
  await parts.networks.ensure(parts.tenant.account)
  const watch = await watchSteps(parts, exceeded)
  try {
    const noCache =
      request.noCache || plan.fromScratch || [...bases.values()].some(({ triggers }) => triggers)
    const options = daemonOptions(parts, request, noCache)
    const stream: unknown = await parts.docker.buildImage(tar, {
      ...options,
      dockerfile: path,
      abortSignal: signal,
    })
    if (!(stream instanceof Readable)) throw new BerthError('runtime-error', { message: 'no stream' })
    const log = createBuildLog(new Map([...ids].map(([name, id]) => [id, name])), request.quiet)
    yield* rewritten(stream, log, watch, signal)
    if (log.image() === undefined) return
    await watch.check()
    signal.throwIfAborted()
    yield* tagged(parts, request, log.image() ?? '')
  } finally {
    await watch.stop()
  }
}

/** Only what kept to its limits takes the place of what had the name before. */
async function* tagged(parts: BuildParts, request: BuildRequest, id: string): AsyncGenerator<string> {
  for (const name of request.tags) {
    const { repository, tag } = splitReference(name)
    await parts.docker.getImage(id).tag({ repo: repository, tag })
    if (!request.quiet) yield `${JSON.stringify({ stream: `Successfully tagged ${name}\n` })}\n`
  }
}

/** The whole of what the daemon is asked: nothing of the client's query passes unread. */
function daemonOptions(parts: BuildParts, request: BuildRequest, noCache: boolean): Record<string, unknown> {
  const { account, limits } = parts.tenant
  return {
    buildargs: request.buildArguments,
    ...(request.target === undefined ? {} : { target: request.target }),
    labels: request.labels,
    nocache: noCache,
    q: request.quiet,
    rm: true,
    forcerm: true,
    networkmode: request.offline ? 'none' : networkName(account, parts.instance),
    ...resources(limits),
  }
}

const resources = ({ memory, cpus }: BuildLimits): Record<string, number> => ({
  memory,
  memswap: memory,
  cpuperiod: cpuPeriod,
  cpuquota: Math.round(cpus * cpuPeriod),
})

async function* rewritten(
  stream: Readable,
  log: BuildLog,
  watch: StepWatch,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const stop = (): void => void stream.destroy(new BerthError('cancelled'))
  signal.addEventListener('abort', stop, { once: true })
  try {
    signal.throwIfAborted()
    for await (const chunk of stream) {
      const text = log.take(chunk as Buffer)
      if (log.killed()) await watch.wasKilled()
      signal.throwIfAborted()
      if (text !== '') yield text
    }
    const last = log.end()
    if (last !== '') yield last
  } finally {
    signal.removeEventListener('abort', stop)
    stream.destroy()
  }
}
