import { describe, expect, it } from 'vitest'
import { judgePassword } from './password.ts'

describe('judgePassword', () => {
  it.each(['12345678', 'パスワードを長く', 'x'.repeat(256), ' spaces are kept '])('%j is taken', (password) =>
    expect(judgePassword(password)).toBe(password),
  )
  it.each(['', '1234567', ' '.repeat(12), 'x'.repeat(257), 'nul\0inside', '😀'.repeat(7)])(
    '%j is refused',
    (password) =>
      expect(() => judgePassword(password)).toThrow(expect.objectContaining({ code: 'password-invalid' })),
  )
})
