import { expect, test } from 'vitest'
import { createProofs } from './proofs.ts'

test('a proof is of one account and one image, and ends', () => {
  let now = 0
  const proofs = createProofs(() => now)
  proofs.note('alice', 'registry.example/a:1')
  expect(proofs.holds('alice', 'registry.example/a:1')).toBe(true)
  expect(proofs.holds('mallory', 'registry.example/a:1')).toBe(false)
  expect(proofs.holds('alice', 'registry.example/a:2')).toBe(false)
  now = 5 * 60_000
  expect(proofs.holds('alice', 'registry.example/a:1')).toBe(false)
})
