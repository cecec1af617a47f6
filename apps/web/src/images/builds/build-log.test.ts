import { expect, it } from 'vitest'
import { linesOf } from '../../ui/log/log-buffer.ts'
import { appendPieces, emptyLog, shownLines } from './build-log.ts'

const texts = (log: typeof emptyLog) => linesOf(shownLines(log)).map(({ text }) => text)

it('puts lines together wherever the stream cut them, and shows the last as far as it has come', () => {
  const first = appendPieces(emptyLog, [{ at: 0, text: 'Step 1\nSt' }])
  expect(texts(first)).toEqual(['Step 1', 'St'])
  const second = appendPieces(first, [
    { at: 9, text: 'ep 2' },
    { at: 13, text: '\ndone\n' },
  ])
  expect(texts(second)).toEqual(['Step 1', 'Step 2', 'done'])
  expect(second.since).toBe(19)
  expect(texts(first)).toEqual(['Step 1', 'St'])
})
