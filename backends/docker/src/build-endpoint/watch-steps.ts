import { setTimeout as sleep } from 'node:timers/promises'
import { BerthError } from '@berth/contract'
import { createDiskRoom } from '@berth/backend/guest'
import { statusOf } from '../translate/docker-error.ts'
import { jsonLines } from '../translate/json-lines.ts'
import { quoted, refusal } from './refusal.ts'
import type { BuildParts } from './tenant.ts'
import { followWrittenBytes, isStep, labelsOf, type WrittenBytes } from './written-bytes.ts'

interface StepEvent {
  readonly Action?: string
  readonly Actor?: { readonly ID?: string; readonly Attributes?: Readonly<Record<string, string>> }
}

const lookEveryMs = 1_000
/** A look is followed by a pause so many times as long. */
const shareOfTime = 4
/** What is still written while a build is being broken off. */
const diskReserve = 1024 ** 3
/** Milliseconds in which the daemon tells that the kernel killed a step. */
const oomTime = 2_000

/** A build under watch. */
export interface StepWatch {
  /** Measures once more: a short step is over before it is looked at. Throws where a limit was passed. */
  check(): Promise<void>
  /** Waits a moment for the word that a step had too little memory. */
  wasKilled(): Promise<void>
  stop(): Promise<void>
}

/**
 * Watches a build's steps for what the builder itself does not limit or tell: processes (set on each step's container
 * as it starts), bytes written, room on the daemon's disk, memory that ran out. Resolves once it watches. `exceeded`
 * is called with the reason; what a build wrote that is too much is removed again.
 */
export async function watchSteps(parts: BuildParts, exceeded: (reason: Error) => void): Promise<StepWatch> {
  const ending = new AbortController()
  const events = await parts.docker.getEvents({
    filters: { type: ['container'], event: ['start', 'oom'], label: labelsOf(parts) },
    abortSignal: ending.signal,
  } as Parameters<typeof parts.docker.getEvents>[0])
  events.on('error', () => undefined)
  const written = await followWrittenBytes(parts)
  let over: Error | undefined
  const killed = Promise.withResolvers<undefined>()
  const following = follow(parts, events, ending.signal, (reason) => {
    exceeded(reason)
    killed.resolve(undefined)
  })
  const look = async (): Promise<void> => {
    over ??= await judgeDisk(parts, written)
    if (over !== undefined) exceeded(over)
  }
  const looking = lookOften(look, parts, ending.signal)
  return {
    check: async () => {
      await look()
      if (over !== undefined) throw over
    },
    wasKilled: async () => {
      const late = setTimeout(() => killed.resolve(undefined), oomTime)
      await killed.promise
      clearTimeout(late)
    },
    stop: async () => {
      ending.abort()
      await Promise.all([following, looking])
      if (over !== undefined) await written.remove()
    },
  }
}

/** Looks until the watch ends; where many files make that slow, the daemon gets time for the build. */
async function lookOften(look: () => Promise<void>, parts: BuildParts, signal: AbortSignal): Promise<void> {
  for (let pause = lookEveryMs; ;) {
    const ended = await sleep(pause, false, { signal }).catch(() => true)
    if (ended) return
    const begun = performance.now()
    await look().catch((error: unknown) => {
      if (!signal.aborted) parts.log.warn({ error: String(error) }, 'A build could not be measured')
    })
    pause = Math.max(lookEveryMs, shareOfTime * (performance.now() - begun))
  }
}

/** Why a build may not go on, if so. */
async function judgeDisk(parts: BuildParts, written: WrittenBytes): Promise<Error | undefined> {
  const { disk } = parts.tenant.limits
  try {
    await createDiskRoom(() => parts.engine.diskFree()).check(diskReserve)
    if ((await written.measure()) <= disk) return undefined
    return refusal(`The build wrote more than ${Math.floor(disk / 1024 ** 2)} MiB.`)
  } catch (error) {
    if (error instanceof BerthError) return error
    throw error
  }
}

async function follow(
  parts: BuildParts,
  events: AsyncIterable<unknown>,
  signal: AbortSignal,
  exceeded: (reason: Error) => void,
): Promise<void> {
  try {
    for await (const { Action, Actor } of jsonLines<StepEvent>(events)) {
      if (Actor?.ID === undefined || !isStep(Actor.Attributes)) continue
      if (Action === 'start') await limitStep(parts, Actor.ID)
      else exceeded(outOfMemory(parts))
    }
    if (!signal.aborted) exceeded(refusal('The build can no longer be watched.'))
  } catch (error) {
    if (!signal.aborted) exceeded(refusal(`The build cannot be limited: ${quoted(String(error))}`))
  }
}

const outOfMemory = ({ tenant }: BuildParts): Error =>
  refusal(
    `A step needed more than ${Math.floor(tenant.limits.memory / 1024 ** 2)} MiB of memory and was ended.`,
  )

/** A short step is over before it is reached: then there is nothing to limit. */
async function limitStep({ docker, tenant }: BuildParts, id: string): Promise<void> {
  const step = docker.getContainer(id)
  try {
    await step.update({ PidsLimit: tenant.limits.pids })
  } catch (error) {
    const running = await step.inspect().then(
      ({ State }) => State.Running,
      (reason: unknown) => statusOf(reason) !== 404,
    )
    if (running) throw error
  }
}
