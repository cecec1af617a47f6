import fc from 'fast-check'
import type { ObservedContainer } from '@berth/contract'
import { describe, expect, test } from 'vitest'
import { deadlineOf, isOverdue } from './deadlines.ts'
import { jobPriority } from './fair-queue.ts'
import { isNewer, judgeAbsent, judgeObserved, type RecordedContainer } from './observed-state.ts'
import { retryDelay } from './retry.ts'
import { nextAction, wishes, type WantedContainer } from './wanted-and-observed.ts'

const row: WantedContainer = {
  wanted: 'running',
  state: 'creating',
  backend: 'local',
  restartGeneration: 0,
  restartedGeneration: 0,
  observed: null,
}
const seen = (state: ObservedContainer['state']) => ({ state })

describe('the next thing to do', () => {
  test.each<[string, Partial<WantedContainer>]>([
    ['choose-backend', { backend: null }],
    ['create', {}],
    ['create', { observed: seen('created') }],
    ['create', { state: 'pulling' }],
    ['start', { observed: seen('exited') }],
    ['settle', { observed: seen('running') }],
    ['nothing', { observed: seen('running'), state: 'running' }],
    ['restart', { observed: seen('running'), state: 'running', restartGeneration: 1 }],
    ['restart', { observed: seen('exited'), restartGeneration: 1 }],
    ['stop', { wanted: 'stopped', state: 'running', observed: seen('running') }],
    // A killed console may have begun it: nobody knows before the runtime was asked.
    ['stop', { wanted: 'stopped' }],
    ['settle', { wanted: 'stopped', backend: null }],
    ['settle', { wanted: 'stopped', state: 'running', observed: seen('exited') }],
    ['nothing', { wanted: 'stopped', state: 'failed' }],
    ['stop', { wanted: 'stopped', state: 'failed', observed: seen('running') }],
    ['remove', { wanted: 'removed', state: 'removing' }],
    ['forget', { wanted: 'removed', state: 'removing', backend: null }],
  ])('%s', (action, over) => expect(nextAction({ ...row, ...over }).do).toBe(action))

  test('what may have been begun is never forgotten without having been removed', () => {
    const any = fc.record({
      wanted: fc.constantFrom(...wishes),
      state: fc.constantFrom('pulling', 'creating', 'running', 'stopped', 'failed', 'removing'),
      backend: fc.constant('local'),
      restartGeneration: fc.nat(2),
      restartedGeneration: fc.nat(2),
      observed: fc.constantFrom(null, seen('created'), seen('running'), seen('exited')),
    })
    fc.assert(fc.property(any, (each) => nextAction(each as WantedContainer).do !== 'forget'))
  })
})

const container = (
  state: ObservedContainer['state'],
  over: Partial<ObservedContainer> = {},
): ObservedContainer => ({
  id: '00000000-0000-4000-8000-000000000000',
  account: 'alice',
  name: 'web',
  image: 'i',
  runtimeId: 'r',
  state,
  outOfMemory: false,
  ports: [],
  address: null,
  ...(state === 'created' ? {} : { startedAt: '2026-01-01T00:00:00.000Z' }),
  ...over,
})
const recorded = (over: Partial<RecordedContainer> = {}): RecordedContainer => ({
  wanted: 'running',
  state: 'running',
  restarting: false,
  reason: null,
  observed: container('running'),
  ...over,
})

describe('what the runtime says means', () => {
  const exited = (exitCode: number, outOfMemory = false) => container('exited', { exitCode, outOfMemory })

  test('a program that ended by itself is not started again', () => {
    expect(judgeObserved(recorded(), exited(0), 'exited')).toMatchObject({
      wanted: 'stopped',
      state: 'stopped',
    })
    expect(judgeObserved(recorded(), exited(3), 'exited')).toMatchObject({
      wanted: 'stopped',
      state: 'failed',
      reason: { code: 'exited', params: { exitCode: 3 } },
      converge: false,
    })
    expect(judgeObserved(recorded(), exited(137, true), 'exited')).toMatchObject({
      state: 'failed',
      reason: { code: 'out-of-memory' },
    })
  })

  test('one that was stopped for what it keeps on the disk stays so, and says why', () =>
    expect(judgeObserved(recorded(), { ...exited(137), diskLimit: 20.5 * 2 ** 30 }, 'exited')).toMatchObject({
      wanted: 'stopped',
      state: 'failed',
      reason: { code: 'disk-limit-exceeded', params: { max: 20.5 } },
      converge: false,
    }))

  test('one that was found ended was interrupted and is started again', () =>
    expect(judgeObserved(recorded(), exited(137), 'seen')).toMatchObject({
      wanted: 'running',
      state: 'creating',
      reason: { code: 'interrupted' },
      converge: true,
    }))

  test('one that ended as its runtime went down did not end by itself', () => {
    const judged = recorded({
      wanted: 'stopped',
      state: 'failed',
      reason: { code: 'exited' },
      observed: exited(137),
    })
    expect(judgeObserved(judged, exited(137), 'interrupted')).toMatchObject({
      wanted: 'running',
      converge: true,
    })
    const stopped = recorded({ wanted: 'stopped', state: 'stopped', observed: exited(137) })
    expect(judgeObserved(stopped, exited(137), 'interrupted')).toMatchObject({
      wanted: 'stopped',
      state: 'stopped',
    })
  })

  test('an end that was asked for is a stop', () => {
    const stopping = recorded({ wanted: 'stopped' })
    expect(judgeObserved(stopping, exited(143), 'exited')).toMatchObject({ state: 'stopped', reason: null })
    const failed = recorded({ wanted: 'stopped', state: 'failed' })
    expect(judgeObserved(failed, exited(1), 'seen')).toMatchObject({ state: 'failed', reason: 'keep' })
  })

  test('the end of the old process in a restart is not the end', () =>
    expect(judgeObserved(recorded({ restarting: true }), exited(143), 'exited')).toMatchObject({
      wanted: 'running',
      state: 'running',
      converge: true,
    }))

  test('one that runs although it should not is stopped', () =>
    expect(
      judgeObserved(recorded({ wanted: 'stopped', state: 'stopped' }), container('running'), 'seen'),
    ).toMatchObject({
      converge: true,
    }))

  test('one that is gone is lost, unless it was never there or should go', () => {
    expect(judgeAbsent(recorded())).toMatchObject({
      wanted: 'stopped',
      state: 'failed',
      reason: { code: 'lost' },
    })
    expect(judgeAbsent(recorded({ observed: null }))).toMatchObject({ state: 'running', converge: true })
    expect(judgeAbsent(recorded({ wanted: 'removed', state: 'removing' }))).toMatchObject({
      state: 'removing',
      converge: true,
    })
  })

  test('reports in the wrong order', () => {
    const later = container('running', { startedAt: '2026-01-01T00:00:01.000Z' })
    expect(isNewer(null, container('created'))).toBe(true)
    expect(isNewer(container('running'), exited(0))).toBe(true)
    expect(isNewer(exited(0), container('running'))).toBe(false)
    expect(isNewer(exited(0), later)).toBe(true)
    expect(isNewer(later, exited(0))).toBe(false)
  })
})

test('everybody’s first goes before anybody’s second, and what frees room before both', () => {
  expect(jobPriority.creation(0)).toBeLessThan(jobPriority.creation(1))
  expect(jobPriority.release).toBeLessThan(jobPriority.creation(0))
  expect(jobPriority.creation(1e9)).toBeLessThan(32_768)
})

test('what may pass is tried again ever more rarely, what will not is not, and a removal always is', () => {
  expect([1, 2, 3].map((attempt) => retryDelay('runtime-unavailable', attempt))).toEqual([500, 1_000, 2_000])
  expect(retryDelay('backend-unreachable', 1_000)).toBe(60_000)
  expect(retryDelay('pull-failed', 4)).toBeNull()
  expect(retryDelay('image-not-found', 1)).toBeNull()
  expect(retryDelay('start-failed', 100, true)).toBe(60_000)
})

test('a creation has a deadline, a removal has none', () => {
  const now = new Date(0)
  const deadline = deadlineOf('creating', now)
  expect(isOverdue(deadline, now)).toBe(false)
  expect(isOverdue(deadline, deadline!)).toBe(true)
  expect(isOverdue(deadlineOf('removing', now), new Date(1e15))).toBe(false)
})
