import { expect, test } from 'vitest'
import { timeLeft } from './time-left.ts'

const at = Date.parse('2030-01-01T00:00:00Z')
const in_ = (seconds: number) => new Date(at + seconds * 1_000).toISOString()

test.each([
  [28_800, '8:00:00'],
  [3_599, '0:59:59'],
  [61, '0:01:01'],
  [0.5, '0:00:01'],
  [86_400, '24:00:00'],
  [0, null],
  [-5, null],
])('%d s are %s', (seconds, text) => {
  expect(timeLeft(in_(seconds), at)).toBe(text)
})
