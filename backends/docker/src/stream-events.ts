import type { AgentEvent } from '@berth/contract'
import type { DockerContext } from './context.ts'
import { now } from './events/event-hub.ts'
import { isTold, rememberedEvents } from './events/remembered-events.ts'
import { translateEvent } from './events/translate-event.ts'
import { getInfo } from './get-info.ts'
import { eventsAfter, parseDockerTime } from './translate/event.ts'

const heartbeatMs = 5_000
/** A listener who does not read is told to compare instead. */
const longestQueue = 10_000

/** Hello, what happened after `since` as far as the daemon remembers it, then everything as it happens. */
export async function* streamEvents(
  context: DockerContext,
  since: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent> {
  const queue: AgentEvent[] = []
  let wake: (() => void) | undefined
  const push = (event: AgentEvent): void => {
    if (queue.length >= longestQueue)
      queue.splice(0, queue.length, { type: 'runtime', time: now(), reachable: true })
    queue.push(event)
    wake?.()
  }
  const unsubscribe = context.events.subscribe(push)
  const heartbeat = setInterval(() => push({ type: 'heartbeat', time: now() }), heartbeatMs)
  const stop = (): void => wake?.()
  signal.addEventListener('abort', stop)
  try {
    yield { type: 'hello', time: now(), info: await getInfo(context) }
    yield* missed(context, since, signal)
    for (;;) {
      yield* queue.splice(0)
      if (signal.aborted) return
      if (queue.length > 0) continue
      await new Promise<void>((resolve) => (wake = resolve))
      wake = undefined
    }
  } finally {
    unsubscribe()
    clearInterval(heartbeat)
    signal.removeEventListener('abort', stop)
  }
}

/** Nothing where the daemon is down or was restarted since: a comparison tells the rest. */
async function* missed(
  context: DockerContext,
  since: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent> {
  const from = since === undefined ? undefined : parseDockerTime(since)
  if (from === undefined) return
  try {
    for (const event of eventsAfter(await rememberedEvents(context.docker, signal), from)) {
      if (!isTold(event) || event.Type === 'image') continue
      const told = await translateEvent(context, event)
      if (told !== undefined) yield told
    }
  } catch (error) {
    if (!signal.aborted) context.log.warn({ error: String(error) }, 'Docker’s past events could not be read')
  }
}
