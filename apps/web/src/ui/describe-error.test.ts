import { BerthError } from '@berth/contract'
import { ConnectionError } from '@berth/client'
import { expect, test } from 'vitest'
import { describe, fieldErrors } from './describe-error.ts'

const refused = new BerthError(
  'invalid-input',
  {},
  {
    fields: [
      { path: 'limits.memory', code: 'limit-invalid', params: { maximum: 4 } },
      { path: 'environments[2]', code: 'environment-invalid', params: {} },
    ],
  },
)

test('an error is told in the language asked for', () => {
  const japanese = describe(new BerthError('wrong-credentials'), 'ja')
  expect(japanese.title).toContain('パスワード')
  expect(describe(new BerthError('wrong-credentials'), 'en').title).toContain('password')
})

test('what a field has wrong goes to that field, by the first part of its path', () => {
  expect(Object.keys(fieldErrors(refused, 'ja'))).toEqual(['limits', 'environments'])
  expect(fieldErrors(new Error('x'), 'ja')).toEqual({})
})

test('a lost connection and a page that could not be fetched are told apart from a fault of Berth', () => {
  const lost = describe(new ConnectionError('http://x', new Error('x')), 'en').title
  const chunk = new TypeError('Failed to fetch dynamically imported module: https://x/assets/a.js')
  expect(describe(chunk, 'en').title).toBe(lost)
  expect(describe(new TypeError('x is undefined'), 'en').title).not.toBe(lost)
})
