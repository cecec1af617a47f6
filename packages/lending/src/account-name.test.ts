import fc from 'fast-check'
import { accountPattern } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import { judgeAccountName, normalizeAccountName } from './account-name.ts'

describe('judgeAccountName', () => {
  it.each([
    ['S2012345', 's2012345'],
    [' alice ', 'alice'],
    ['ＡＬＩＣＥ', 'alice'],
    ['a.b_c-d', 'a.b_c-d'],
  ])('%j is %j', (typed, name) => expect(judgeAccountName(typed)).toBe(name))

  it.each([
    '',
    ' ',
    '-a',
    '.a',
    '_a',
    'a/b',
    '..',
    'a\nb',
    'a\0',
    '*)(uid=*',
    'あ',
    '😀',
    'a'.repeat(33),
    'a b',
  ])('%j is refused', (typed) =>
    expect(() => judgeAccountName(typed)).toThrow(expect.objectContaining({ code: 'account-invalid' })),
  )

  it('is settled after one step and never lets a character outside the pattern through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (typed) => {
        const name = normalizeAccountName(typed)
        if (accountPattern.test(name)) expect(judgeAccountName(name)).toBe(name)
        else expect(() => judgeAccountName(typed)).toThrow()
      }),
    )
  })
})
