import type { ContainerState, ErrorCode, ObservedContainer } from '@berth/contract'
import type { Wanted } from './wanted-and-observed.ts'

/** What the rules look at when the runtime says something of a container. */
export interface RecordedContainer {
  readonly wanted: Wanted
  readonly state: ContainerState
  readonly restarting: boolean
  readonly reason: { readonly code: string } | null
  readonly observed: ObservedContainer | null
}

/** What is to be recorded. `converge`: something is to be done about it. */
export interface Outcome {
  readonly wanted: Wanted
  readonly state: ContainerState
  readonly reason: { code: ErrorCode; params: Record<string, string | number> } | null | 'keep'
  readonly converge: boolean
}

/**
 * How it became known: told of at that moment; found when everything was compared; or told of, but as the runtime
 * itself was going down or coming up, which takes its containers with it.
 */
export type Told = 'exited' | 'seen' | 'interrupted'

/**
 * Whether `next` says something later than `previous`: reports of one run arrive out of order
 * (an event, the answer of a call, a comparison), and a process that ended does not run again without a new start.
 */
export function isNewer(previous: ObservedContainer | null, next: ObservedContainer): boolean {
  if (previous === null) return true
  const [before, after] = [previous.startedAt ?? '', next.startedAt ?? '']
  if (before !== after) return Date.parse(after || '1970') > Date.parse(before || '1970')
  return rank[next.state] >= rank[previous.state]
}
const rank = { created: 0, running: 1, exited: 2, removing: 3 } as const

/**
 * What the runtime's word means for a container: a program that ended by itself is stopped (0) or failed, and
 * is not wanted running any more; one that was found ended without having been seen to end was interrupted and
 * is started again.
 */
export function judgeObserved(row: RecordedContainer, observed: ObservedContainer, told: Told): Outcome {
  const same: Outcome = { wanted: row.wanted, state: row.state, reason: 'keep', converge: false }
  if (row.wanted === 'removed') return same
  // The process that runs or ended now is the one to be replaced.
  if (row.restarting) return { ...same, converge: true }
  if (observed.state === 'running')
    return row.wanted === 'running'
      ? { ...same, state: 'running', reason: null }
      : { ...same, converge: true }
  if (observed.state !== 'exited') return { ...same, converge: row.wanted === 'running' }
  if (told === 'interrupted' && row.reason !== null && ends.includes(row.reason.code)) return interrupted
  if (row.wanted === 'stopped')
    return row.state === 'failed' || row.state === 'stopped'
      ? same
      : { ...same, state: 'stopped', reason: null }
  if (observed.startedAt === undefined) return { ...same, converge: true }
  return told === 'exited' ? ended(observed) : interrupted
}

/** Codes of reasons that say that a program ended by itself. */
const ends: readonly string[] = ['exited', 'out-of-memory', 'disk-limit-exceeded']

const interrupted: Outcome = {
  wanted: 'running',
  state: 'creating',
  reason: { code: 'interrupted', params: {} },
  converge: true,
}

function ended(observed: ObservedContainer): Outcome {
  const exitCode = observed.exitCode ?? 0
  if (observed.diskLimit !== undefined) {
    const max = Math.round((observed.diskLimit / 2 ** 30) * 100) / 100
    const reason = { code: 'disk-limit-exceeded' as const, params: { max } }
    return { wanted: 'stopped', state: 'failed', reason, converge: false }
  }
  const code = observed.outOfMemory ? 'out-of-memory' : 'exited'
  return {
    wanted: 'stopped',
    state: exitCode === 0 && !observed.outOfMemory ? 'stopped' : 'failed',
    reason: { code, params: { exitCode } },
    converge: false,
  }
}

/** What it means that a backend that answers does not have a container any more. */
export function judgeAbsent(row: RecordedContainer): Outcome {
  const same: Outcome = { wanted: row.wanted, state: row.state, reason: 'keep', converge: true }
  if (row.wanted === 'removed' || row.observed === null)
    return { ...same, converge: row.wanted !== 'stopped' }
  return { wanted: 'stopped', state: 'failed', reason: { code: 'lost', params: {} }, converge: false }
}
