import { BerthError } from '@berth/contract'
import { expect, test, vi } from 'vitest'
import { createGitlabCalls } from './gitlab-calls.ts'

const url = 'https://gitlab.example'
const minute = 60_000

function calls() {
  const clock = { now: 1_000_000 }
  return { clock, gitlab: createGitlabCalls(() => clock.now) }
}
const failing = (code: 'gitlab-busy' | 'gitlab-unreachable' | 'gitlab-token-refused', more = {}) =>
  vi.fn(() => Promise.reject(new BerthError(code, { url, ...more })))
const fine = () => vi.fn(() => Promise.resolve())

test('a runner is verified at first, and again on its own schedule alone', async () => {
  const { clock, gitlab } = calls()
  const work = fine()
  expect(await gitlab.verify('one', url, work)).toBe(true)
  clock.now += 5 * minute
  expect(await gitlab.verify('one', url, work)).toBe(false)
  expect(work).toHaveBeenCalledTimes(1)
  clock.now += 10 * minute
  expect(await gitlab.verify('one', url, work)).toBe(true)
})

test('a GitLab that asks for time is asked nothing until then, and no runner is blamed', async () => {
  const { clock, gitlab } = calls()
  const busy = failing('gitlab-busy', { seconds: 120 })
  expect(await gitlab.verify('one', url, busy)).toBe(false)
  const work = fine()
  clock.now += minute
  expect(await gitlab.verify('one', url, work)).toBe(false)
  await expect(gitlab.ask(url, work)).rejects.toMatchObject({ code: 'gitlab-busy' })
  expect(work).not.toHaveBeenCalled()
  expect(await gitlab.verify('two', 'https://another.example', work)).toBe(true)
  clock.now += minute
  expect(await gitlab.verify('one', url, work)).toBe(true)
})

test('one that does not answer is waited for once for all, and asked again soon', async () => {
  const { clock, gitlab } = calls()
  const silent = failing('gitlab-unreachable')
  for (const id of ['one', 'two'])
    await expect(gitlab.verify(id, url, silent)).rejects.toMatchObject({ code: 'gitlab-unreachable' })
  expect(silent).toHaveBeenCalledTimes(1)
  clock.now += minute
  expect(await gitlab.verify('two', url, fine())).toBe(true)
})

test('a token that is refused is not asked about at each look', async () => {
  const { gitlab } = calls()
  const refused = failing('gitlab-token-refused')
  await expect(gitlab.verify('one', url, refused)).rejects.toMatchObject({ code: 'gitlab-token-refused' })
  expect(await gitlab.verify('one', url, refused)).toBe(false)
  expect(refused).toHaveBeenCalledTimes(1)
})
