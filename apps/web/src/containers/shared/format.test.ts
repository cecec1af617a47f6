import { expect, it } from 'vitest'
import { formatAge, formatBytes, secondsUntil } from './format.ts'

it('writes bytes as a person reads them', () => {
  expect(['0 B', '1,023 B', '1 KiB', '1.5 MiB', '100 GiB']).toEqual(
    [0, 1023, 1024, 1.5 * 2 ** 20, 100 * 2 ** 30].map((bytes) => formatBytes(bytes, 'en')),
  )
})
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
