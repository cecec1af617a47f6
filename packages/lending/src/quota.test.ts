import { BerthError } from '@berth/contract'
import { expect, test } from 'vitest'
import { judgeCreation, judgeStart, type Lent, type Quota } from './quota.ts'

const GiB = 2 ** 30
const quota: Quota = { containers: 10, running: 5, memory: 8 * GiB, cpus: 2 }
const lent: Lent = { containers: 3, running: 2, memory: 4 * GiB, cpus: 1 }
const asked = { memory: GiB, cpus: 0.5, pids: 100, gpus: 0 }

const told = (judge: typeof judgeCreation, of: Partial<Lent>, limits = asked, by: Quota = quota) => {
  try {
    judge({ ...lent, ...of }, limits, by)
    return 'yes'
  } catch (error) {
    return error instanceof BerthError ? [error.code, error.params] : error
  }
}

test.each<[Partial<Lent>, unknown]>([
  [{}, 'yes'],
  [{ containers: 9, running: 4, memory: 7 * GiB, cpus: 1.5 }, 'yes'],
  [{ containers: 10 }, ['quota-exceeded', { max: 10 }]],
  [{ running: 5 }, ['quota-running-exceeded', { max: 5 }]],
  [{ memory: 7.5 * GiB }, ['quota-memory-exceeded', { used: 7.5, asked: 1, max: 8 }]],
  [{ cpus: 1.75 }, ['quota-cpus-exceeded', { used: 1.75, asked: 0.5, max: 2 }]],
])('with %j another container: %j', (of, answer) => expect(told(judgeCreation, of)).toEqual(answer))

test('a start is no further container', () => {
  expect(told(judgeStart, { containers: 10 })).toBe('yes')
  expect(told(judgeStart, { running: 5 })).toEqual(['quota-running-exceeded', { max: 5 }])
})

test('hundredths add up', () => expect(told(judgeStart, { cpus: 1.9 }, { ...asked, cpus: 0.1 })).toBe('yes'))

test('null is any amount', () => {
  const none = { containers: null, running: null, memory: null, cpus: null }
  expect(told(judgeCreation, { containers: 1e6, running: 1e6, memory: 1e15, cpus: 1e6 }, asked, none)).toBe(
    'yes',
  )
})
