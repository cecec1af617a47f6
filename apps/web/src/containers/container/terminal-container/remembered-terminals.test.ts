import { expect, it } from 'vitest'
import { nextNumber, parseRemembered } from './remembered-terminals.ts'

it('takes back what was remembered', () => {
  const remembered = {
    terminals: [
      { number: 2, attach: true, session: 'x' },
      { number: 3, attach: false },
    ],
    active: 3,
  }
  expect(parseRemembered(JSON.parse(JSON.stringify(remembered)))).toEqual(remembered)
})
it('takes nothing unsound', () => {
  for (const value of [null, 1, {}, { terminals: 1, active: 1 }, { terminals: [{ number: 'a' }], active: 1 }])
    expect(parseRemembered(value)).toBeNull()
})
it('numbers terminals without repeating', () => {
  expect(nextNumber([])).toBe(1)
  expect(nextNumber([{ number: 4, attach: false }])).toBe(5)
})
