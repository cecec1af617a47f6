import { expect, it } from 'vitest'
import type { Upload } from './upload-queue.ts'
import { summarize, worthShowing } from './upload-summary.ts'

const upload = (number: number, status: Upload['status'], size = 99, sent = 0): Upload => ({
  number,
  folder: '/',
  path: `f${number}`,
  file: new File([], 'f'),
  size,
  sent,
  status,
})

it('sums up by bytes and leaves out what was cancelled', () => {
  expect(summarize([upload(1, 'done'), upload(2, 'sending', 99, 50), upload(3, 'cancelled')])).toEqual({
    percent: 75,
    done: 1,
    failed: 0,
    unfinished: [2],
  })
  expect(summarize([upload(1, 'done', 0)]).percent).toBe(100)
  expect(summarize([]).percent).toBe(0)
})
it('shows failures first when there are many', () => {
  const many = Array.from({ length: 500 }, (_, at) => upload(at, at === 499 ? 'failed' : 'done'))
  const { rows, hidden } = worthShowing(many)
  expect(rows[0]?.number).toBe(499)
  expect([rows.length, hidden]).toEqual([100, 400])
})
