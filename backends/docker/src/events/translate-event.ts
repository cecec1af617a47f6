import type { AgentEvent, ObservedContainer } from '@berth/contract'
import { isGone } from '../lookup.ts'
import type { DockerContext } from '../context.ts'
import { observe } from '../inspect-container.ts'
import { eventTime, microseconds, type DockerEvent } from '../translate/event.ts'
import { isOurs, labels } from '../translate/names.ts'
import { fromLabels } from '../translate/observed-container.ts'

type EventContext = Pick<DockerContext, 'docker' | 'engine' | 'known' | 'networks' | 'instance' | 'settings'>

/** What a daemon's event means to the console; foreign ones, and what a verb of ours tells itself, mean nothing. */
export async function translateEvent(
  context: EventContext,
  event: DockerEvent,
): Promise<AgentEvent | undefined> {
  const attributes = event.Actor?.Attributes ?? {}
  const runtimeId = event.Actor?.ID ?? ''
  if (event.Type === 'network') {
    if (event.Action === 'destroy' || event.Action === 'remove') context.networks.forget()
    return undefined
  }
  if (event.Type !== 'container' || !isOurs(attributes, context.instance, attributes['name']))
    return undefined
  context.known.learn(attributes[labels.container] ?? '', runtimeId)
  switch (event.Action) {
    case 'destroy':
    case 'remove':
      context.known.forget(runtimeId)
      return { type: 'container-removed', time: eventTime(event), id: attributes[labels.container] ?? '' }
    case 'kill':
      context.known.killed(runtimeId)
      return undefined
    case 'die':
    case 'died':
      return died(context, event, runtimeId, attributes)
    case 'start':
      return started(context, event, runtimeId)
    default:
      return undefined
  }
}

async function started(
  context: EventContext,
  event: DockerEvent,
  runtimeId: string,
): Promise<AgentEvent | undefined> {
  if (context.known.underWork(runtimeId) !== undefined) return undefined
  if (context.known.observation(runtimeId)?.state === 'running') return undefined
  const container = await observeIfThere(context, runtimeId)
  return container === undefined ? undefined : { type: 'container', time: eventTime(event), container }
}

/** An end is told with the event's own code and time: by now the container may be running again. */
async function died(
  context: EventContext,
  event: DockerEvent,
  runtimeId: string,
  attributes: Readonly<Record<string, string>>,
): Promise<AgentEvent | undefined> {
  const finishedAt = new Date(microseconds(event) / 1e3).toISOString()
  const mayKillSilently = !(await context.engine.tellsKills().catch(() => false))
  const killed = context.known.wasKilled(runtimeId) || mayKillSilently
  const ended = fromLabels(attributes, runtimeId, {
    exitCode: Number(attributes['exitCode'] ?? attributes['containerExitCode'] ?? 0),
    finishedAt,
  })
  const diskLimit = context.known.takeDiskLimit(runtimeId)
  context.known.ended(runtimeId, finishedAt)
  const work = context.known.underWork(runtimeId)
  if (work === 'restarting') return undefined
  const seen = work === 'removing' ? undefined : await observeIfThere(context, runtimeId)
  const again = seen?.state === 'running' && (seen.startedAt ?? '') > finishedAt
  if (again) return undefined
  const container: ObservedContainer = {
    ...ended,
    address: context.settings.address,
    outOfMemory: seen?.outOfMemory ?? false,
    ...(diskLimit === undefined ? {} : { diskLimit }),
    ...(seen?.startedAt === undefined ? {} : { startedAt: seen.startedAt }),
  }
  return { type: 'exited', time: eventTime(event), container, killed }
}

async function observeIfThere(
  context: EventContext,
  runtimeId: string,
): Promise<ObservedContainer | undefined> {
  try {
    return await observe(context, context.docker.getContainer(runtimeId))
  } catch (error) {
    if (isGone(error)) return undefined
    throw error
  }
}
