import { expect, it } from 'vitest'
import { toStats } from './stats.ts'

it('puts a pod’s metrics in CPUs and bytes, and says nothing of what they do not tell', () => {
  const usage = { cpu: '1500000n', memory: '2048Ki' }
  const metrics = { timestamp: '2026-01-02T03:04:05Z', containers: [{ usage }] }
  expect(toStats(metrics, '64Mi')).toEqual({
    time: '2026-01-02T03:04:05.000Z',
    cpus: 0.0015,
    memory: 2 * 1024 ** 2,
    memoryLimit: 64 * 1024 ** 2,
    networkReceived: null,
    networkSent: null,
    pids: null,
  })
})
