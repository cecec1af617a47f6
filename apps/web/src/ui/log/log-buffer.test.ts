import { expect, it } from 'vitest'
import { appendLines, emptyLogs, linesOf, maximumLines, resumePoint } from './log-buffer.ts'

const lines = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({
    time: new Date((from + index) * 1000).toISOString(),
    stream: 'stdout' as const,
    text: `line ${from + index}`,
  }))

it('keeps the order whatever the portions', () => {
  let buffer = emptyLogs
  for (const [from, count] of [
    [0, 1],
    [1, 198],
    [199, 3],
    [202, 500],
  ] as const)
    buffer = appendLines(buffer, lines(count, from))
  expect(linesOf(buffer).map((line) => line.text)).toEqual(lines(702).map((line) => line.text))
  expect(new Set(linesOf(buffer).map((line) => line.number)).size).toBe(702)
  expect(new Set(buffer.blocks.map((block) => block.number)).size).toBe(buffer.blocks.length)
})
it('leaves full blocks as they were', () => {
  const before = appendLines(emptyLogs, lines(450))
  const after = appendLines(before, lines(1, 450))
  expect(after.blocks[0]).toBe(before.blocks[0])
  expect(after.blocks[2]).not.toBe(before.blocks[2])
})
it('never grows beyond its bound', () => {
  let buffer = emptyLogs
  for (let round = 0; round < 60; round += 1) buffer = appendLines(buffer, lines(1000, round * 1000))
  expect(linesOf(buffer).length).toBeLessThanOrEqual(maximumLines + 200)
  expect(linesOf(buffer).length).toBeGreaterThanOrEqual(maximumLines)
  expect(linesOf(buffer).at(-1)?.text).toBe('line 59999')
  expect(buffer.dropped + linesOf(buffer).length).toBe(60_000)
})
it('knows where to go on', () => {
  expect(resumePoint(emptyLogs)).toBeUndefined()
  const same = lines(3).map((line) => ({ ...line, time: '2026-01-01T00:00:00.000Z' }))
  expect(resumePoint(appendLines(emptyLogs, same))).toEqual({ since: '2026-01-01T00:00:00.000Z', seen: 3 })
})
