import { expect, it } from 'vitest'
import { cssColour, cssColours, parseAnsi, plainText } from './ansi.ts'

const esc = '\u001b'

it('splits a line into styles', () => {
  expect(parseAnsi(`a${esc}[1;31mb${esc}[0mc`).spans).toEqual([
    { text: 'a', style: {} },
    { text: 'b', style: { bold: true, fg: 1 } },
    { text: 'c', style: {} },
  ])
})
it('carries a style on to the next line', () => {
  const { style } = parseAnsi(`${esc}[32mgreen`)
  expect(parseAnsi('still', style).spans).toEqual([{ text: 'still', style: { fg: 2 } }])
})
it('knows bright, 256 and true colours', () => {
  expect(parseAnsi(`${esc}[91;48;5;200mx`).spans[0]?.style).toEqual({ fg: 9, bg: 200 })
  expect(parseAnsi(`${esc}[38;2;1;2;255mx`).spans[0]?.style).toEqual({ fg: '#0102ff' })
  expect(parseAnsi(`${esc}[31;39mx`).spans[0]?.style).toEqual({})
})
it('leaves every other control sequence out', () => {
  expect(
    plainText(`${esc}[2J${esc}[?25l${esc}]0;title\u0007a${esc}(Bb\u0000\u0008${esc}]8;;http://x${esc}\\c`),
  ).toBe('abc')
  expect(plainText(`end${esc}`)).toBe('end')
  expect(plainText(`${esc}[`)).toBe('')
})
it('shows what a progress bar wrote last', () => {
  expect(plainText('10%\r20%\r100%\r')).toBe('100%')
})
it('never lets a colour be anything but a colour', () => {
  const span = parseAnsi(`${esc}[38;2;999;-1;NaNmx`).spans[0]
  expect(span?.style.fg === undefined || /^#[0-9a-f]{6}$/.test(String(span.style.fg))).toBe(true)
  expect(cssColour(1)).toBe('var(--log-colour-1)')
  expect(cssColour(16)).toBe('rgb(0 0 0)')
  expect(cssColour(231)).toBe('rgb(255 255 255)')
  expect(cssColour(255)).toBe('rgb(238 238 238)')
})
it('keeps text as it is', () => {
  expect(plainText('<b>日本語 😀</b>\tx')).toBe('<b>日本語 😀</b>\tx')
})
it('takes colours literally on a background that was chosen', () => {
  expect(cssColours({ fg: 1 })).toEqual({ color: 'var(--log-colour-1)', background: undefined })
  expect(cssColours({ fg: '#ff8700' }).color).toContain('color-mix(in oklab, #ff8700, black 45%)')
  expect(cssColours({ fg: 15, bg: 4 })).toEqual({ color: '#ffffff', background: '#0000aa' })
  expect(cssColours({ bg: 3 })).toEqual({ color: '#000000', background: '#aa5500' })
  expect(cssColours({ inverse: true })).toEqual({
    color: 'var(--log-background)',
    background: 'var(--log-foreground)',
  })
  expect(cssColours({ fg: 2, inverse: true })).toEqual({ color: '#000000', background: '#00aa00' })
})
