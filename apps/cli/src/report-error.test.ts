import { ConnectionError } from '@berth/client'
import { BerthError } from '@berth/contract'
import { expect, test } from 'vitest'
import { CliError, usageError } from './errors.ts'
import { reportError } from './report-error.ts'

test('a refusal says what happened, what to do and which fields, made harmless', () => {
  const error = new BerthError(
    'invalid-input',
    {},
    {
      fields: [
        { path: 'name', code: 'name-invalid' },
        { path: 'guestPorts', code: 'port-invalid', params: { port: '\u001B[2J80' } },
      ],
    },
  )
  const { text, exitCode } = reportError(error, 'ja')
  expect(exitCode).toBe(1)
  expect(text.split('\n')).toHaveLength(4)
  expect(text).toContain('入力に誤りがあります')
  expect(text).toContain('  - name: この名前は使えません')
  expect(text).toContain('�[2J80')
})

test.each([
  [new BerthError('unauthenticated'), 3],
  [new BerthError('session-expired'), 3],
  [new BerthError('not-found'), 1],
  [usageError('badCopy'), 2],
  [new CliError('notLoggedIn', {}, 3), 3],
  [new ConnectionError('https://a', new Error('refused')), 4],
  [Object.assign(new Error('User force closed'), { name: 'ExitPromptError' }), 130],
  [new Error('x'), 1],
])('%s ends with %i', (error, exitCode) => {
  const report = reportError(error, 'en')
  expect(report.exitCode).toBe(exitCode)
  expect(report.text).not.toBe('')
})
