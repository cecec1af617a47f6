import { statusOf } from '../translate/docker-error.ts'
import { labels } from '../translate/names.ts'
import { jsonLines } from '../translate/json-lines.ts'
import { quoted, refusal } from './refusal.ts'
import type { BuildParts } from './tenant.ts'

interface StartEvent {
  readonly Actor?: { readonly ID?: string; readonly Attributes?: Readonly<Record<string, string>> }
}

const lookEveryMs = 2_000

/**
 * Watches a build's steps for what the builder itself cannot limit: processes (set on each step's container as it
 * starts) and bytes written. Resolves once it watches. `exceeded` is called once, with the reason.
 */
export async function watchSteps(
  parts: BuildParts,
  exceeded: (reason: Error) => void,
): Promise<{ stop(): Promise<void> }> {
  const ending = new AbortController()
  const events = await parts.docker.getEvents({
    filters: { type: ['container'], event: ['start'], label: labelsOf(parts) },
    abortSignal: ending.signal,
  } as Parameters<typeof parts.docker.getEvents>[0])
  events.on('error', () => undefined)
  const limiting = limitProcesses(parts, events, exceeded, ending.signal)
  const written = new Map<string, number>()
  const timer = setInterval(() => {
    measure(parts, written, exceeded).catch((error: unknown) => {
      if (!ending.signal.aborted) parts.log.warn({ error: String(error) }, 'A build could not be measured')
    })
  }, lookEveryMs)
  return {
    stop: async () => {
      clearInterval(timer)
      ending.abort()
      await limiting
    },
  }
}

const labelsOf = ({ instance, tenant }: BuildParts): string[] => [
  `${labels.instance}=${instance}`,
  `${labels.account}=${tenant.account}`,
]

async function limitProcesses(
  parts: BuildParts,
  events: AsyncIterable<unknown>,
  exceeded: (reason: Error) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const { Actor } of jsonLines<StartEvent>(events)) {
      // Lent containers carry the same account; they have an ID of the console's.
      if (Actor?.ID === undefined || Actor.Attributes?.[labels.container] !== undefined) continue
      await limitStep(parts, Actor.ID)
    }
    if (!signal.aborted) exceeded(refusal('The build can no longer be watched.'))
  } catch (error) {
    if (!signal.aborted) exceeded(refusal(`The build cannot be limited: ${quoted(String(error))}`))
  }
}

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

async function measure(
  parts: BuildParts,
  written: Map<string, number>,
  exceeded: (reason: Error) => void,
): Promise<void> {
  const rows = await parts.docker.listContainers({
    size: true,
    filters: { label: labelsOf(parts) },
  } as Parameters<typeof parts.docker.listContainers>[0])
  for (const row of rows) {
    const { SizeRw } = row as { SizeRw?: number }
    if (row.Labels[labels.container] === undefined) written.set(row.Id, SizeRw ?? 0)
  }
  const total = [...written.values()].reduce((sum, bytes) => sum + bytes, 0)
  if (total > parts.tenant.limits.disk)
    exceeded(refusal(`The build wrote more than ${Math.floor(parts.tenant.limits.disk / 1024 ** 2)} MiB.`))
}
