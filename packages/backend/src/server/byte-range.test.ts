import { describe, expect, it } from 'vitest'
import { askedRange } from './byte-range.ts'

const asked = (range?: string, ifRange?: string) => askedRange({ range, 'if-range': ifRange }, '"a"', 100)

describe('the range that a request asks for', () => {
  it.each([
    ['bytes=0-', { start: 0, end: 99 }],
    ['bytes=10-19', { start: 10, end: 19 }],
    ['bytes=90-1000', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-1000', { start: 0, end: 99 }],
    ['bytes=99-99', { start: 99, end: 99 }],
  ])('%s', (range, expected) => {
    expect(asked(range)).toEqual(expected)
  })

  it.each([undefined, '', 'bytes=-', 'bytes=0-1,5-6', 'lines=1-2', 'bytes=a-b', 'bytes=20-10'])(
    '%s is answered with the whole',
    (range) => {
      expect(asked(range)).toBeNull()
    },
  )

  it('is the whole when the file has changed meanwhile', () => {
    expect(asked('bytes=10-', '"b"')).toBeNull()
    expect(asked('bytes=10-', '"a"')).toEqual({ start: 10, end: 99 })
  })

  it.each(['bytes=100-', 'bytes=-0', 'bytes=99999999999999999999-'])('%s lies past the end', (range) => {
    expect(() => asked(range)).toThrow(expect.objectContaining({ code: 'range-invalid' }) as Error)
  })
})
