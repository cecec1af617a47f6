import type { BerthError } from '@berth/contract'
import { deadlineOf, isOverdue, retryDelay, type Action } from '@berth/lending'
import type { ContainerRow } from '../containers/container-row.ts'
import type { Settlement } from '../containers/converge-store.ts'

/**
 * What a failed step means: an absent image is pulled, what may pass is tried again later (and shown so), anything
 * else is the container's failure. Pure.
 */
export function settleFailure(row: ContainerRow, action: Action, error: BerthError, now: Date): Settlement {
  const reason = { code: error.code, params: { ...error.params } }
  if (error.code === 'not-found' && row.wanted === 'stopped') return { ...ended('stopped'), observed: null }
  if (error.code === 'not-found' && row.wanted === 'running')
    return { ...ended('failed'), wanted: 'stopped', observed: null, reason: { code: 'lost', params: {} } }
  if (error.code === 'image-absent' && action.do === 'create') return pullFirst(now)
  const releasing = row.wanted !== 'running'
  const deadline = isForRoom(error) ? deadlineOf('creating', now) : row.deadline
  const wait = isOverdue(deadline, now) ? null : retryDelay(error.code, row.attempts + 1, releasing)
  if (wait === null) return { ...ended('failed'), wanted: 'stopped', reason }
  const retryAt = new Date(now.getTime() + wait)
  return {
    state: row.state,
    reason,
    progress: { stage: 'waiting', retryAt: retryAt.toISOString() },
    attempts: row.attempts + 1,
    ...(releasing ? {} : { deadline }),
    retryAt,
  }
}

/** Others have what it needs, perhaps for days: it waits as long as its owner does. */
const isForRoom = ({ code }: BerthError): boolean => code === 'no-room' || code === 'gpus-taken'

const ended = (state: 'stopped' | 'failed'): Settlement => ({
  state,
  progress: null,
  deadline: null,
  attempts: 0,
})

/** Its image is pulled, and it is then converged again. */
export const pullFirst = (now: Date): Settlement => ({
  state: 'pulling',
  progress: { stage: 'pulling' },
  reason: null,
  deadline: deadlineOf('pulling', now),
  pull: true,
})
