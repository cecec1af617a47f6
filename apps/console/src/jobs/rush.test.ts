import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createRush } from './rush.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const settled = async (promise: Promise<unknown>): Promise<boolean> => {
  let done = false
  void promise.then(() => (done = true))
  await vi.advanceTimersByTimeAsync(0)
  return done
}

test('work begins when everybody is answered', async () => {
  const rush = createRush()
  expect(await settled(rush.over())).toBe(true)
  const [first, second] = [rush.enter(), rush.enter()]
  const work = rush.over()
  first()
  first()
  expect(await settled(work)).toBe(false)
  second()
  expect(await settled(work)).toBe(true)
  expect(await settled(rush.over())).toBe(true)
})

test('work begins after a second though people still come', async () => {
  const rush = createRush()
  rush.enter()
  const work = rush.over()
  await vi.advanceTimersByTimeAsync(999)
  expect(await settled(work)).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(await settled(work)).toBe(true)
})
