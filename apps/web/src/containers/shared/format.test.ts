import { expect, it } from 'vitest'
import { formatAge, secondsUntil } from './format.ts'

it('writes ages', () => {
  expect(formatAge(0, 30_000, 'en')).toBe('now')
  expect(formatAge(0, 3 * 3_600_000, 'ja')).toBe('3 時間前')
  expect(formatAge(0, 86_400_000, 'en')).toBe('yesterday')
  expect(formatAge(5_000, 0, 'en')).toBe('now')
})
it('counts down to zero', () => {
  expect(secondsUntil(new Date(4_100).toISOString(), 1_000)).toBe(4)
  expect(secondsUntil(new Date(0).toISOString(), 1_000)).toBe(0)
})
