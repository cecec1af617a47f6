import { setTimeout as sleep } from 'node:timers/promises'
import { BerthError, type BuildEvent } from '@berth/contract'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { EventHub } from '../events/event-hub.ts'
import { createBuildLog, tellLog } from './build-log.ts'
import type { BuildRow } from './build-row.ts'
import { deleteBuild, endBuild, findBuilds, noteReceived } from './build-store.ts'

/** What a build is given by its route: how its files went, and the agent's lines. */
interface BuildWork {
  /** Resolves when its files have been passed on; rejects if they broke off. */
  readonly received: Promise<void>
  /** Asks the agent; ends with `signal`. */
  run(signal: AbortSignal): AsyncIterable<BuildEvent>
}

/** The builds whose connection to an agent this process holds. */
export interface Builds {
  readonly replica: string
  /**
   * Carries a build out. Done when its files have been received; it then goes on by itself. Throws, and the build is
   * forgotten, where it fails before.
   */
  start(build: BuildRow, work: BuildWork): Promise<void>
  /** Ends all; they are told as interrupted. */
  close(): void
}

/** Milliseconds. */
const retryPause = 500

export function createBuilds(parts: {
  readonly pool: Pool
  readonly log: Logger
  readonly hub: EventHub
  readonly replica: string
}): Builds {
  const { pool, log, hub, replica } = parts
  const going = new Map<string, AbortController>()
  const closing = new AbortController()
  // Cancelled, forgotten or taken for lost, here or at another replica.
  const look = async (id: string): Promise<void> => {
    const [row] = await findBuilds(pool, [id])
    if (row === undefined || row.endedAt !== null) going.get(id)?.abort()
  }
  const lookLogged = (id: string): void => {
    look(id).catch((error: unknown) => log.warn({ err: error }, 'a build could not be looked at'))
  }
  hub.onChange((change) => {
    if (change.type === 'build' && going.has(change.id)) lookLogged(change.id)
  })
  hub.onGap(() => {
    for (const id of going.keys()) lookLogged(id)
  })
  return {
    replica,
    async start(build, work) {
      const stop = new AbortController()
      going.set(build.id, stop)
      const signal = AbortSignal.any([stop.signal, closing.signal])
      const ended = carryOut(pool, build, work.run(signal), closing.signal)
      const first = ended.then((failure) => {
        if (failure !== null) throw failure
      })
      void ended.finally(() => going.delete(build.id)).catch(() => undefined)
      try {
        await Promise.race([work.received, first])
        await noteReceived(pool, build.id)
      } catch (error) {
        stop.abort()
        await deleteBuild(pool, build.id)
        throw error
      }
    },
    close: () => closing.abort(),
  }
}

/** Stores a build's log and its end; gives why it failed, or null. Never throws. */
async function carryOut(
  pool: Pool,
  { id }: BuildRow,
  events: AsyncIterable<BuildEvent>,
  closing: AbortSignal,
): Promise<BerthError | null> {
  const log = createBuildLog(pool, id, closing)
  const failure = await lastOf(events, (text) => log.write(text))
  await log.end()
  const reason = failure === null ? null : { code: failure.code, params: { ...failure.params } }
  const end = async (): Promise<void> => {
    await endBuild(pool, id, failure === null ? 'done' : 'failed', reason)
    await tellLog(pool, id)
  }
  // While the database is away nothing can be told. On the way out it is left to who comes next.
  for (let told = false; !told && !closing.aborted;)
    told = await end().then(
      () => true,
      () => sleep(retryPause, false),
    )
  return failure
}

async function lastOf(
  events: AsyncIterable<BuildEvent>,
  write: (text: string) => void,
): Promise<BerthError | null> {
  try {
    for await (const event of events) {
      if (event.type === 'output') write(event.text)
      if (event.type === 'done') return null
      if (event.type === 'failed') return new BerthError(event.problem.code, event.problem.params)
    }
    return new BerthError('build-interrupted')
  } catch (error) {
    return error instanceof BerthError && error.code !== 'backend-unreachable'
      ? error
      : new BerthError('build-interrupted', {}, { cause: error })
  }
}
