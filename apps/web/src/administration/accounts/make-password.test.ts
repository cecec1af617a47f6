import { expect, test } from 'vitest'
import { makePassword } from './make-password.ts'

test('a made-up password is four groups of five, and another one each time', () => {
  const many = Array.from({ length: 200 }, makePassword)
  for (const password of many) expect(password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/)
  expect(new Set(many).size).toBe(many.length)
})
