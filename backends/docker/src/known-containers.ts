import type { ObservedContainer } from '@berth/contract'

/** What the agent remembers of containers, to ask the daemon less. Lost with the process, and nothing is lost with it. */
export interface KnownContainers {
  runtimeId(id: string): string | undefined
  learn(id: string, runtimeId: string): void
  /** The container is no more. */
  forget(runtimeId: string): void
  observation(runtimeId: string): ObservedContainer | undefined
  /** Keeps what was observed, unless a process that has since ended is observed running. */
  observe(container: ObservedContainer): void
  /** Its process ended at `time` (ISO): what was observed before is no longer true. */
  ended(runtimeId: string, time: string): void
  /** A signal was sent to the process that runs in it now. */
  killed(runtimeId: string): void
  wasKilled(runtimeId: string): boolean
  /** It is stopped for keeping more than so many bytes on the disk. */
  stoppedForDisk(runtimeId: string, limit: number): void
  /** The same of a process that has just ended, once. */
  takeDiskLimit(runtimeId: string): number | undefined
  /** Its state changed in a way that only the daemon can tell. */
  unsure(runtimeId: string): void
  /** Events may have been missed: observations are worth nothing; who is who stays. */
  unsureOfAll(): void
  /** A verb of ours works on it and will tell its outcome itself; a restart's start is part of the restart. */
  begin(runtimeId: string, work: Work): void
  finish(runtimeId: string): void
  underWork(runtimeId: string): Work | undefined
}

type Work = 'starting' | 'restarting' | 'removing'

export function createKnownContainers(): KnownContainers {
  const ids = new Map<string, string>()
  const observations = new Map<string, ObservedContainer>()
  const endings = new Map<string, string>()
  const works = new Map<string, Work>()
  const kills = new Set<string>()
  const overDisk = new Map<string, number>()
  return {
    runtimeId: (id) => ids.get(id),
    learn: (id, runtimeId) => ids.set(id, runtimeId),
    forget: (runtimeId) => {
      const id = observations.get(runtimeId)?.id ?? [...ids].find(([, one]) => one === runtimeId)?.[0]
      if (id !== undefined && ids.get(id) === runtimeId) ids.delete(id)
      observations.delete(runtimeId)
      endings.delete(runtimeId)
      kills.delete(runtimeId)
      overDisk.delete(runtimeId)
    },
    observation: (runtimeId) => observations.get(runtimeId),
    observe: (container) => {
      ids.set(container.id, container.runtimeId)
      const ended = endings.get(container.runtimeId)
      const outdated =
        container.state === 'running' && ended !== undefined && (container.startedAt ?? '') <= ended
      if (!outdated) observations.set(container.runtimeId, container)
    },
    ended: (runtimeId, time) => {
      endings.set(runtimeId, time)
      observations.delete(runtimeId)
      kills.delete(runtimeId)
    },
    killed: (runtimeId) => kills.add(runtimeId),
    wasKilled: (runtimeId) => kills.has(runtimeId),
    stoppedForDisk: (runtimeId, limit) => overDisk.set(runtimeId, limit),
    takeDiskLimit: (runtimeId) => takeFrom(overDisk, runtimeId),
    unsure: (runtimeId) => observations.delete(runtimeId),
    unsureOfAll: () => {
      observations.clear()
      endings.clear()
      kills.clear()
    },
    begin: (runtimeId, work) => {
      if (works.get(runtimeId) !== 'restarting') works.set(runtimeId, work)
    },
    finish: (runtimeId) => works.delete(runtimeId),
    underWork: (runtimeId) => works.get(runtimeId),
  }
}

function takeFrom<T>(map: Map<string, T>, key: string): T | undefined {
  const value = map.get(key)
  map.delete(key)
  return value
}
