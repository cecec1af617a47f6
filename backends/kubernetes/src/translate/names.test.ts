import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deploymentName, namespaceOf, serviceName } from './names.ts'

const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.stringMatching(/^[0-9A-Z_.-]{1,80}$/),
  fc.constantFrom('山田', 'A.b', 'a_b', 'a-b', '-', ''),
)

test('Whatever the name, an object can bear it', () => {
  fc.assert(
    fc.property(anyName, (name) => {
      expect(namespaceOf(name, 'main')).toMatch(label)
      expect(deploymentName(name)).toMatch(label)
      expect(serviceName(name)).toMatch(label)
    }),
  )
})

test('A namespace begins with its prefix, and a Service with a letter', () => {
  fc.assert(
    fc.property(anyName, (name) => {
      expect(namespaceOf(name, 'main')).toMatch(/^berth-/)
      expect(serviceName(name)).toMatch(/^[a-z]/)
    }),
  )
})

test('Accounts that read alike, and the same account of two Berths, have namespaces of their own', () => {
  const alike = ['a-b', 'a_b', 'a.b', 'A-B', 'a--b', '山田', '田中', '']
  const namespaces = alike.flatMap((account) => [namespaceOf(account, 'one'), namespaceOf(account, 'two')])
  expect(new Set(namespaces).size).toBe(namespaces.length)
})
