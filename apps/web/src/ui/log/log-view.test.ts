import { expect, it } from 'vitest'
import { countMatches, matches, splitMatches } from './log-view.ts'

it('splits at each match, capitals or not', () => {
  expect(splitMatches('Error: an ERROR', 'error')).toEqual(['', 'Error', ': an ', 'ERROR', ''])
  expect(splitMatches('nothing', 'x')).toEqual(['nothing'])
  expect(splitMatches('text', '')).toEqual(['text'])
})
it('finds Japanese and keeps every character', () => {
  expect(splitMatches('起動しました', '起動')).toEqual(['', '起動', 'しました'])
  for (const text of ['İstanbul error', 'aAaA', '']) expect(splitMatches(text, 'a').join('')).toBe(text)
})
it('says whether a line matches', () => {
  expect(matches('GET /index', 'get')).toBe(true)
  expect(matches('GET /index', 'post')).toBe(false)
  expect(matches('GET', '')).toBe(false)
})
it('counts matching lines, again when a block or the search changes', () => {
  const line = (number: number, text: string) => ({
    number,
    text,
    time: '2026-01-01T00:00:00Z',
    stream: 'stdout' as const,
  })
  const block = { number: 0, lines: [line(0, 'an \u001b[31mer\u001b[0mror'), line(1, 'fine')] }
  expect(countMatches([block], 'error')).toBe(1)
  expect(countMatches([block], 'error')).toBe(1)
  expect(countMatches([block], 'f')).toBe(1)
  expect(countMatches([{ ...block, lines: [...block.lines, line(2, 'Error')] }], 'error')).toBe(2)
  expect(countMatches([block], '')).toBe(0)
})
