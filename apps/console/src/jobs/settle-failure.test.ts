import { BerthError } from '@berth/contract'
import { expect, test } from 'vitest'
import type { ContainerRow } from '../containers/container-row.ts'
import { settleFailure } from './settle-failure.ts'

const now = new Date('2026-04-01T12:00:00Z')
const overdue = {
  wanted: 'running',
  state: 'creating',
  deadline: new Date('2026-04-01T11:59:59Z'),
  attempts: 70,
} as ContainerRow
const settled = (error: BerthError) => settleFailure(overdue, { do: 'create' }, error, now)

test('who waits for room that others have waits beyond any deadline, and gets a new one', () => {
  for (const error of [new BerthError('gpus-taken', { gpus: 1 }), new BerthError('no-room')]) {
    const { state, wanted, deadline, reason } = settled(error)
    expect({ state, wanted, code: reason?.code }).toEqual({
      state: 'creating',
      wanted: undefined,
      code: error.code,
    })
    expect(deadline?.getTime()).toBeGreaterThan(now.getTime())
  }
})

test('who waits for anything else fails at the deadline', () =>
  expect(settled(new BerthError('runtime-unavailable'))).toMatchObject({
    state: 'failed',
    wanted: 'stopped',
    reason: { code: 'runtime-unavailable' },
  }))
