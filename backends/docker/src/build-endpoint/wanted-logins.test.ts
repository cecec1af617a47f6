import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createWantedLogins, type WantedLogin } from './wanted-logins.ts'

const wanted: WantedLogin = { account: 'alice', reference: 'registry.example/a/b:1' }
const login = { registry: 'registry.example', user: 'alice', password: 'secret' }
const never = new AbortController().signal

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('all who wait for the same are given it, and nobody else', async () => {
  const ask = vi.fn()
  const logins = createWantedLogins(ask)
  const both = [logins.want(wanted, never), logins.want(wanted, never)]
  const other = logins.want({ ...wanted, account: 'mallory' }, never)
  expect(ask.mock.calls).toEqual([[wanted], [wanted], [{ ...wanted, account: 'mallory' }]])
  logins.give(wanted, { login })
  expect(await Promise.all(both)).toEqual([{ login }, { login }])
  logins.give({ ...wanted, account: 'mallory' }, null)
  expect(await other).toBeNull()
})

test('a console that missed the question is asked again, and one that is away is not waited for', async () => {
  const ask = vi.fn()
  const answer = createWantedLogins(ask).want(wanted, never)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(ask).toHaveBeenCalledTimes(3)
  await vi.advanceTimersByTimeAsync(15_000)
  expect(await answer).toBeNull()
  ask.mockClear()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(ask).not.toHaveBeenCalled()
})

test('a build that is cancelled waits no longer', async () => {
  const stop = new AbortController()
  const answer = createWantedLogins(() => undefined).want(wanted, stop.signal)
  stop.abort(new Error('cancelled'))
  await expect(answer).rejects.toThrow('cancelled')
  expect(vi.getTimerCount()).toBe(0)
})
