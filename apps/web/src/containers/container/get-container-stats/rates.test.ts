import type { Stats } from '@berth/contract'
import { expect, it } from 'vitest'
import { keepSamples, sampleOf, type Sample } from './rates.ts'

const stats = (second: number, received: number, sent = 0): Stats => ({
  time: new Date(second * 1000).toISOString(),
  cpus: 0.5,
  memory: 10,
  memoryLimit: 100,
  networkReceived: received,
  networkSent: sent,
  pids: 1,
})

it('makes rates of counters', () => {
  expect(sampleOf(stats(12, 3000, 10), stats(10, 1000, 10))).toMatchObject({
    at: 12,
    received: 1000,
    sent: 0,
  })
})
it('gives no rate without a reading before, after a restart, or at the same instant', () => {
  expect(sampleOf(stats(10, 1), undefined).received).toBeNull()
  expect(sampleOf(stats(10, 1), stats(9, 500)).received).toBeNull()
  expect(sampleOf(stats(10, 1), stats(10, 0)).received).toBeNull()
})
it('gives no rate where the backend does not tell of the network', () => {
  const silent = { ...stats(12, 0), networkReceived: null, networkSent: null }
  expect(sampleOf(silent, { ...silent, time: new Date(10_000).toISOString() })).toMatchObject({
    received: null,
    sent: null,
  })
})
it('keeps five minutes', () => {
  let samples: Sample[] = []
  for (let second = 1; second <= 1000; second += 1)
    samples = keepSamples(samples, sampleOf(stats(second, 0), undefined))
  expect(samples).toHaveLength(300)
  expect(samples.at(-1)?.at).toBe(1000)
})
