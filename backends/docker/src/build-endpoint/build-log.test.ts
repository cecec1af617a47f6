import { expect, it } from 'vitest'
import { createBuildLog } from './build-log.ts'

const id = (digit: string) => `sha256:${digit.repeat(64)}`
const read = (lines: readonly object[], quiet = false) => {
  const log = createBuildLog(new Map(), quiet)
  const text = lines.map((line) => JSON.stringify(line)).join('\r\n') + '\r\n'
  // In pieces, as a stream comes.
  for (let at = 0; at < text.length; at += 7) log.take(Buffer.from(text.slice(at, at + 7)))
  log.end()
  return log
}

it('takes the image from the daemon’s own word, never from what a step writes', () => {
  expect(read([{ aux: { ID: id('a') } }, { aux: { ID: id('b') } }, { stream: `${id('c')}\n` }]).image()).toBe(
    id('b'),
  )
  expect(read([{ stream: `{"aux":{"ID":"${id('c')}"}}\n` }]).image()).toBeUndefined()
})

it('takes it from the one line of a quiet build', () => {
  expect(read([{ stream: `${id('a')}\n` }], true).image()).toBe(id('a'))
})

it('knows no image of a build that failed, and whether a step was killed', () => {
  const failed = (code: number) =>
    read([{ aux: { ID: id('a') } }, { errorDetail: { code, message: 'no' }, error: 'no' }])
  expect(failed(1).image()).toBeUndefined()
  expect([failed(1).killed(), failed(137).killed()]).toEqual([false, true])
})
