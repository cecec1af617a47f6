import { on } from 'node:events'
import type { AgentEvent } from '@berth/contract'
import { getInfo } from './get-info.ts'
import type { World } from './world.ts'

export async function* streamEvents(
  world: World,
  instance: string,
  heartbeat: number,
  since: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent> {
  const coming = on(world.events, 'event', { signal })
  const past = world.past.filter(({ type, time }) => type === 'exited' && since !== undefined && time > since)
  const beating = setInterval(
    () => world.events.emit('event', { type: 'heartbeat', time: world.now() } satisfies AgentEvent),
    heartbeat,
  )
  try {
    yield { type: 'hello', time: world.now(), info: getInfo(world, instance) }
    yield* past
    for await (const [event] of coming) yield event as AgentEvent
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    clearInterval(beating)
  }
}
