import type Docker from 'dockerode'
import { openStream } from '../client.ts'
import { eventFilters, toDockerTime, type DockerEvent } from '../translate/event.ts'
import { jsonLines } from '../translate/json-lines.ts'

/**
 * All that the daemon remembers (dockerd: its last 256 events), oldest first. How far back that reaches tells
 * whether it was restarted, so other events than those that are told count too.
 */
export async function rememberedEvents(docker: Docker, signal: AbortSignal): Promise<DockerEvent[]> {
  const until = toDockerTime(Date.now() * 1_000)
  const stream = await openStream(docker, '/events', { since: '1', until }, signal)
  const events: DockerEvent[] = []
  for await (const event of jsonLines<DockerEvent>(stream)) events.push(event)
  return events
}

/** Whether an event is one that is told. */
export const isTold = (event: DockerEvent): boolean =>
  eventFilters.type.includes(event.Type ?? '') && eventFilters.event.includes(event.Action ?? '')
