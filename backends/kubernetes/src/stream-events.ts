import type { AgentEvent } from '@berth/contract'
import type { KubernetesContext } from './context.ts'
import { now } from './events/event-hub.ts'
import { getInfo } from './get-info.ts'
import { listContainers } from './list-containers.ts'

const heartbeatMs = 5_000
/** A listener who does not read is told to compare instead. */
const longestQueue = 10_000

/** Hello, what ended after `since`, then everything as it happens. */
export async function* streamEvents(
  context: KubernetesContext,
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
    yield* await missed(context, since)
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

/** Endings stay on the Deployments, so an agent tells also those that it did not see. In whole seconds. */
async function missed(context: KubernetesContext, since: string | undefined): Promise<AgentEvent[]> {
  if (since === undefined || Number.isNaN(Date.parse(since))) return []
  const from = Math.floor(Date.parse(since) / 1_000) * 1_000
  try {
    const all = await listContainers(context)
    return all
      .filter(({ state, finishedAt }) => state === 'exited' && Date.parse(finishedAt ?? '') >= from)
      .map((container) => ({ type: 'exited', time: now(), container, killed: true }))
  } catch (error) {
    context.log.warn({ error: String(error) }, 'What ended meanwhile could not be read')
    return []
  }
}
