import { BerthError, type AgentEvent } from '@berth/contract'
import type { Pool } from 'pg'
import { recordStatus } from './backend-row.ts'
import type { ConnectedBackend } from './backends.ts'
import { compareContainers } from './compare-containers.ts'
import type { Observations } from './observations.ts'
import { recordImage } from './record-image.ts'

export interface TakerContext {
  readonly pool: Pool
  readonly backend: ConnectedBackend
  readonly instance: string
  readonly observations: Observations
  /** Ends the session: it is begun anew. */
  readonly fail: (error: unknown) => void
}

export interface EventTaker {
  take(event: AgentEvent): Promise<void>
  close(): void
}

/** Milliseconds. */
const comparison = 5 * 60_000
const information = 60_000
/** After a connection the agent first repeats what was missed: everything is compared when that has come to rest. */
const settling = { quiet: 150, most: 600 }

/** Takes one backend's events in their order. */
export function createEventTaker(context: TakerContext): EventTaker {
  const { pool, backend, observations, fail } = context
  const { name } = backend.row
  let connectedAt = 0
  let comparing: NodeJS.Timeout | undefined
  const compare = () => {
    comparing = setTimeout(compare, comparison)
    compareContainers(pool, backend, observations).catch((error: unknown) => {
      // The runtime being down is told by its own event; it is compared when it is back.
      if (!(error instanceof BerthError && error.code === 'runtime-unavailable')) fail(error)
    })
  }
  const compareIn = (delay: number) => {
    clearTimeout(comparing)
    comparing = setTimeout(compare, delay)
  }
  const refresh = async () => {
    const info = await backend.client.getInfo({ signal: AbortSignal.timeout(10_000) })
    await recordStatus(pool, name, { reachable: true, error: null, info }, true)
  }
  const informing = setInterval(() => void refresh().catch(fail), information)
  return {
    async take(event) {
      if (event.type === 'hello') {
        if (event.info.instance !== context.instance) throw otherInstance(name, event.info.instance)
        connectedAt = Date.now()
        await recordStatus(pool, name, { reachable: true, error: null, info: event.info }, true)
        compareIn(settling.quiet)
      } else if (event.type === 'heartbeat') {
        // What came before it must be recorded before the stream may be taken up after it.
        await observations.flush()
        const since = observations.size === 0 ? { eventsSince: event.time } : {}
        await recordStatus(pool, name, { reachable: true, error: null, ...since }, false)
      } else if (event.type === 'runtime') {
        await refresh()
        if (event.reachable) compareIn(settling.quiet)
      } else if (event.type === 'image' || event.type === 'image-removed') {
        await recordImage(pool, name, event.reference, event.type === 'image')
      } else {
        note(observations, event)
        if (Date.now() - connectedAt < settling.most) compareIn(settling.quiet)
      }
    },
    close() {
      clearTimeout(comparing)
      clearInterval(informing)
    },
  }
}

function note(
  observations: Observations,
  event: Extract<AgentEvent, { type: 'container' | 'exited' | 'container-removed' }>,
): void {
  if (event.type === 'container-removed') observations.add(event.id, null, 'seen')
  // A process that ended with its runtime is no end of its own: a plain report of it waits for the comparison.
  else if (event.type === 'exited') observations.add(event.container.id, event.container, 'exited')
  else if (event.container.state === 'running') observations.add(event.container.id, event.container, 'seen')
}

const otherInstance = (backend: string, instance: string) =>
  new BerthError(
    'backend-unreachable',
    { backend },
    { cause: new Error(`the agent belongs to another installation (${instance})`) },
  )
