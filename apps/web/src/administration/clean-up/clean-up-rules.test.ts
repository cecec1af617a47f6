import { expect, test } from 'vitest'
import { fieldsOf, rulesOf } from './clean-up-rules.ts'

test.each([
  { unusedDays: null, accountBytes: null, untagged: false, graceDays: 7 },
  { unusedDays: 90, accountBytes: 20 * 2 ** 30, untagged: true, graceDays: 1 },
  { unusedDays: 1, accountBytes: 0, untagged: false, graceDays: 365 },
])('rules are the same after the form has shown them', (rules) => {
  expect(rulesOf(fieldsOf(rules))).toEqual(rules)
})

test('an empty field is no rule; without the days of warning there are no rules yet', () => {
  expect(rulesOf({ unusedDays: '', accountGibibytes: 0.5, untagged: true, graceDays: 7 })).toEqual({
    unusedDays: null,
    accountBytes: 2 ** 29,
    untagged: true,
    graceDays: 7,
  })
  expect(rulesOf({ unusedDays: '', accountGibibytes: '', untagged: false, graceDays: '' })).toBeNull()
})
