import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { bytes, parseMemory, parseNumber, parseWhole } from './amounts.ts'
import { oneLine, plainText } from './plain-text.ts'
import { fit, table } from './table.ts'
import { terminalText } from './terminal-text.ts'

test('a text from the server cannot steer the terminal or read as another', () => {
  expect(plainText('a\u001B]0;title\u0007b\u009B2J\u007F\r\u202Egnp.exe\u2066')).toBe(
    'a�]0;title�b�2J���gnp.exe�',
  )
  expect(plainText('日本語\té🚢\nnext')).toBe('日本語\té🚢\nnext')
  expect(oneLine('a\n\tb')).toBe('a b')
})

test('a log keeps its colours and nothing else', () => {
  expect(terminalText('\u001B[31mred\u001B[2Jx')).toBe('\u001B[31mred�[2Jx\u001B[0m')
  expect(terminalText('plain')).toBe('plain')
})

test('columns stand below each other whatever the width of characters, and fit the terminal', () => {
  const text = table(
    ['NAME', 'STATE'],
    [
      ['実験', 'running'],
      ['web', '停止'],
      ['x'.repeat(60), '実行中'],
    ],
    30,
  )
  const lines = text.split('\n')
  expect(lines).toHaveLength(4)
  for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(30)
  const starts = ['STATE', 'running', '停止', '実行中'].map((word, index) => {
    const line = lines[index]!
    return stringWidth(line.slice(0, line.indexOf(word)))
  })
  expect(new Set(starts).size).toBe(1)
  expect(lines[3]).toContain('…')
})

test('a table has neither colours nor borders, and no line for hostile names', () => {
  const text = table(['NAME'], [['evil\u001B[2J\nroot']])
  expect(text).toBe('NAME\nevil�[2J root')
})

test('only what is too wide is narrowed', () => {
  expect(fit([4, 40, 10], 34)).toEqual([4, 20, 10])
  expect(fit([4, 40], Infinity)).toEqual([4, 40])
  expect(fit([50, 50], 3)).toEqual([6, 6])
})

test.each([
  ['512m', 536_870_912],
  ['2g', 2_147_483_648],
  ['1.5GiB', 1_610_612_736],
  ['1073741824', 1_073_741_824],
  ['64KB', 65_536],
])('memory %s', (text, value) => {
  expect(parseMemory(text)).toBe(value)
})

test.each(['', 'g', '0', '-1g', '1x', '1 2', '9999999t', '1e3'])(
  'memory %o is refused as wrong usage',
  (text) => {
    expect(() => parseMemory(text)).toThrow(expect.objectContaining({ reason: 'badMemory', exitCode: 2 }))
  },
)

test('numbers are digits', () => {
  expect([parseNumber('0.5'), parseWhole('12')]).toEqual([0.5, 12])
  for (const wrong of ['', '-1', '1e3', '0x1', 'a']) expect(() => parseNumber(wrong)).toThrow()
  expect(() => parseWhole('1.5')).toThrow()
})

test('bytes for people', () => {
  expect([0, 1023, 1024, 1536, 536_870_912, 5e12].map(bytes)).toEqual([
    '0 B',
    '1023 B',
    '1 KiB',
    '1.5 KiB',
    '512 MiB',
    '4.5 TiB',
  ])
})
