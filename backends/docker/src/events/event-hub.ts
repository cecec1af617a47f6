import { setTimeout as delay } from 'node:timers/promises'
import type Docker from 'dockerode'
import type { AgentEvent, ObservedContainer } from '@berth/contract'
import { openStream } from '../client.ts'
import type { KeyedLock } from '../keyed-lock.ts'
import type { KnownContainers } from '../known-containers.ts'
import type { Log } from '../settings.ts'
import {
  eventFilters,
  eventsAfter,
  eventTime,
  microseconds,
  toDockerTime,
  type DockerEvent,
} from '../translate/event.ts'
import { jsonLines } from '../translate/json-lines.ts'
import type { ImageChanges } from './image-changes.ts'
import { isTold, rememberedEvents } from './remembered-events.ts'

import type { Listener } from './listener.ts'

/** The one subscription to the daemon's events, and who listens to what it tells. */
export interface EventHub {
  subscribe(listener: Listener): () => void
  /** The daemon is heard, so what was observed and not contradicted still holds. */
  connected(): boolean
  /** A verb of ours tells what it changed. */
  tellChange(container: ObservedContainer): void
  /** The same of what had ended when it was looked at after its start. */
  tellEnd(container: ObservedContainer): void
  /** A build waits for its account's login at the registry of an image. */
  tellLoginWanted(wanted: { readonly account: string; readonly reference: string }): void
  close(): void
}

export interface EventHubParts {
  readonly docker: Docker
  readonly known: KnownContainers
  readonly log: Log
  readonly order: KeyedLock
  /** Puts a daemon's event in the contract's words; nothing to tell: undefined. */
  readonly translate: (event: DockerEvent) => Promise<AgentEvent | undefined>
  readonly images: ImageChanges
  /** The connection was lost: what is known of the daemon may be wrong. */
  readonly lost: () => void
}

const longestWaitMs = 1_000
const pingEveryMs = 5_000

export function createEventHub(parts: EventHubParts): EventHub {
  const listeners = new Set<Listener>()
  const closing = new AbortController()
  const tell: Listener = (event) => {
    for (const listener of listeners) listener(event)
  }
  const state = { connected: false, lastSeen: undefined as number | undefined }
  void keepListening(parts, tell, state, closing.signal)
  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    connected: () => state.connected,
    tellChange: (container) => {
      tell({ type: 'container', time: now(), container })
    },
    tellEnd: (container) => {
      tell({ type: 'exited', time: now(), container, killed: parts.known.wasKilled(container.runtimeId) })
    },
    tellLoginWanted: ({ account, reference }) => {
      tell({ type: 'login-wanted', time: now(), account, reference })
    },
    close: () => closing.abort(),
  }
}

/** The time to give as `since`: a little ago, for what was not yet heard of by now. */
export const now = (): string => toDockerTime((Date.now() - 1_000) * 1_000)

interface HubState {
  connected: boolean
  /** Microseconds of the last event heard, or of the connection. */
  lastSeen: number | undefined
}

async function keepListening(
  parts: EventHubParts,
  tell: Listener,
  state: HubState,
  closing: AbortSignal,
): Promise<void> {
  let waitMs = 50
  let told = true
  while (!closing.aborted) {
    const lost = new AbortController()
    const either = AbortSignal.any([closing, lost.signal])
    try {
      const filters = JSON.stringify(eventFilters)
      const stream = await openStream(parts.docker, '/events', { filters }, either)
      parts.known.unsureOfAll()
      await parts.images.look()
      const missed =
        state.lastSeen === undefined
          ? []
          : eventsAfter(await rememberedEvents(parts.docker, either), state.lastSeen)
      state.lastSeen ??= Date.now() * 1_000
      state.connected = true
      waitMs = 50
      if (!told) tell({ type: 'runtime', time: now(), reachable: true })
      told = true
      void ping(parts.docker, lost, either)
      for (const event of missed) if (isTold(event)) hear(parts, tell, state, event)
      const replayed = microseconds(missed.at(-1) ?? {})
      for await (const event of jsonLines<DockerEvent>(stream))
        if (microseconds(event) > replayed) hear(parts, tell, state, event)
    } catch (error) {
      if (!over(closing))
        parts.log.warn({ error: String(error) }, 'The connection for Docker’s events was lost')
    }
    lost.abort()
    state.connected = false
    parts.lost()
    if (told && !over(closing) && !(await answers(parts.docker))) {
      told = false
      tell({ type: 'runtime', time: now(), reachable: false })
    }
    await delay(waitMs, undefined, { signal: closing, ref: false }).catch(() => undefined)
    waitMs = Math.min(waitMs * 2, longestWaitMs)
  }
}

const over = (signal: AbortSignal): boolean => signal.aborted

function hear(parts: EventHubParts, tell: Listener, state: HubState, event: DockerEvent): void {
  const time = microseconds(event)
  state.lastSeen = Math.max(state.lastSeen ?? 0, time)
  if (event.Type === 'image') {
    parts.images.changed(tell, eventTime(event)).catch((error: unknown) => {
      parts.log.warn({ error: String(error) }, 'The images could not be listed')
    })
    return
  }
  const key = event.Actor?.ID ?? ''
  parts.order
    .run(key, () => parts.translate(event))
    .then(
      (told) => {
        if (told !== undefined) tell(told)
      },
      (error: unknown) => {
        parts.log.warn({ error: String(error) }, 'An event of Docker could not be told')
      },
    )
}

async function answers(docker: Docker): Promise<boolean> {
  try {
    await withDeadline(docker.ping())
    return true
  } catch {
    return false
  }
}

async function withDeadline(work: Promise<unknown>): Promise<void> {
  const late = new AbortController()
  const deadline = delay(pingEveryMs, undefined, { signal: late.signal, ref: false }).then(() => {
    throw new Error('no answer')
  })
  try {
    await Promise.race([work, deadline])
  } finally {
    deadline.catch(() => undefined)
    late.abort()
  }
}

/** A host that is cut off closes no connection: one that does not answer is taken for lost. */
async function ping(docker: Docker, lost: AbortController, either: AbortSignal): Promise<void> {
  while (!either.aborted) {
    await delay(pingEveryMs, undefined, { signal: either, ref: false }).catch(() => undefined)
    if (!over(either) && !(await answers(docker))) lost.abort()
  }
}
