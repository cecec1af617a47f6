/** A line of Docker's event stream. */
export interface DockerEvent {
  readonly Type?: string
  readonly Action?: string
  readonly Actor?: { readonly ID?: string; readonly Attributes?: Readonly<Record<string, string>> }
  readonly time?: number
  readonly timeNano?: number
}

/** Which events are asked for. Without exec's and health's, which are most of what a daemon tells. */
export const eventFilters = {
  type: ['container', 'image', 'network'],
  // died and remove are Podman's own words for die and destroy: it tells these, but filters by those.
  event: [
    ...['start', 'kill', 'die', 'died', 'destroy', 'remove'],
    ...['pull', 'tag', 'untag', 'delete', 'import', 'load'],
  ],
}

/** An event's time as Docker's `since` takes it, to the microsecond: a JSON number keeps no more of it. */
export function eventTime(event: DockerEvent): string {
  return toDockerTime(microseconds(event))
}

/** Microseconds since 1970 to `seconds.nanoseconds`. */
export function toDockerTime(micro: number): string {
  const seconds = Math.floor(micro / 1e6)
  return `${seconds}.${String(Math.floor(micro - seconds * 1e6)).padStart(6, '0')}000`
}

export const microseconds = (event: DockerEvent): number =>
  Math.floor((event.timeNano ?? (event.time ?? 0) * 1e9) / 1e3)

/** A `since` to microseconds; undefined for what is not one. */
export function parseDockerTime(since: string): number | undefined {
  const match = /^(\d{1,12})(?:\.(\d{1,9}))?$/.exec(since)
  if (match === null) return undefined
  return Number(match[1]) * 1e6 + Math.floor(Number((match[2] ?? '').padEnd(9, '0')) / 1e3)
}

/** The events after `since` (microseconds) that a daemon's whole memory holds; none if its memory does not reach back that far: it was restarted. */
export function eventsAfter(memory: readonly DockerEvent[], since: number): DockerEvent[] {
  return memory.some((event) => microseconds(event) <= since)
    ? memory.filter((event) => microseconds(event) > since)
    : []
}
