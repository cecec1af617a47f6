import { BerthError, type AgentEvent } from '@berth/contract'
import { isOwnReference } from '@berth/lending'
import type { Pool } from 'pg'
import { wakeBackend } from '../containers/room-waiters.ts'
import { recordStatus } from './backend-row.ts'
import type { ConnectedBackend } from './backends.ts'
import { compareContainers } from './compare-containers.ts'
import { createImageComparing } from './compare-images.ts'
import { createExits } from './exits.ts'
import type { Observations } from './observations.ts'
import { refreshInfo } from './refresh-info.ts'

export interface TakerContext {
  readonly pool: Pool
  readonly backend: ConnectedBackend
  readonly instance: string
  /** Images are put into the installation's registry. */
  readonly stores: boolean
  readonly observations: Observations
  /** Answers a build that waits for its account's login. */
  readonly giveLogin: (wanted: { readonly account: string; readonly reference: string }) => void
  /** Ends the session: it is begun anew. */
  readonly fail: (error: unknown) => void
}

export interface EventTaker {
  take(event: AgentEvent): Promise<void>
  close(): void
}

/** Milliseconds. */
const comparison = 5 * 60_000
const again = 1_000
const information = 60_000
/** After a connection the agent first repeats what was missed: everything is compared when that has come to rest. */
const settling = { quiet: 150, most: 600 }

interface Comparing {
  startIn(milliseconds: number): void
  close(): void
}

/** Compares everything when asked to and every few minutes; while the runtime is down, until it is not. */
function createComparing(
  { pool, backend, observations, fail }: TakerContext,
  compareImages: () => void,
): Comparing {
  let timer: NodeJS.Timeout | undefined
  const startIn = (milliseconds: number) => {
    clearTimeout(timer)
    timer = setTimeout(compare, milliseconds)
  }
  const compare = () => {
    startIn(comparison)
    compareImages()
    compareContainers(pool, backend, observations)
      .then(() => wakeBackend(pool, backend.row.name))
      .catch((error: unknown) => {
        if (error instanceof BerthError && error.code === 'runtime-unavailable') startIn(again)
        else fail(error)
      })
  }
  return { startIn, close: () => clearTimeout(timer) }
}

/** Takes one backend's events in their order. */
export function createEventTaker(context: TakerContext): EventTaker {
  const { pool, backend, observations, fail } = context
  const { name } = backend.row
  let connectedAt = 0
  const exits = createExits(observations)
  const images = createImageComparing(context)
  const comparing = createComparing(context, images)
  const informing = setInterval(() => void refreshInfo(pool, backend).catch(fail), information)
  return {
    async take(event) {
      if (event.type === 'hello') {
        if (event.info.instance !== context.instance) throw otherInstance(name, event.info.instance)
        connectedAt = Date.now()
        // The first stream of all: an agent lost before its first heartbeat is asked for what happened since here.
        const since = backend.row.eventsSince === null ? { eventsSince: event.time } : {}
        await recordStatus(pool, name, { reachable: true, error: null, info: event.info, ...since }, true)
        comparing.startIn(settling.quiet)
      } else if (event.type === 'heartbeat') {
        // What came before it must be recorded before the stream may be taken up after it.
        await observations.flush()
        const since = observations.size === 0 ? { eventsSince: event.time } : {}
        await recordStatus(pool, name, { reachable: true, error: null, ...since }, false)
      } else if (event.type === 'runtime') {
        if (event.reachable) {
          exits.runtimeCameBack()
          comparing.startIn(settling.quiet)
        } else exits.runtimeWentDown()
        await refreshInfo(pool, backend)
      } else if (event.type === 'login-wanted') context.giveLogin(event)
      else if (event.type === 'image' || event.type === 'image-removed') {
        if (isOwnReference(event.reference)) images()
      } else {
        if (event.type === 'exited') exits.note(event.container, event.killed)
        else note(observations, event)
        if (Date.now() - connectedAt < settling.most) comparing.startIn(settling.quiet)
      }
    },
    close() {
      comparing.close()
      clearInterval(informing)
    },
  }
}

function note(
  observations: Observations,
  event: Extract<AgentEvent, { type: 'container' | 'container-removed' }>,
): void {
  if (event.type === 'container-removed') observations.add(event.id, null, 'seen')
  // A plain report of an end says nothing of its cause: it waits for the comparison.
  else if (event.container.state === 'running') observations.add(event.container.id, event.container, 'seen')
}

const otherInstance = (backend: string, instance: string) =>
  new BerthError(
    'backend-unreachable',
    { backend },
    { cause: new Error(`the agent belongs to another installation (${instance})`) },
  )
