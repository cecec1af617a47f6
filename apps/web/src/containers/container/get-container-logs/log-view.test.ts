import { expect, it } from 'vitest'
import { matches, splitMatches } from './log-view.ts'

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
