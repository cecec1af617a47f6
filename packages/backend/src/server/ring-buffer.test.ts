import { expect, it } from 'vitest'
import { createRingBuffer } from './ring-buffer.ts'

it.each([
  [['abc']],
  [['abc', 'defgh']],
  [['abcdefgh', 'ij']],
  [['abcdefghijklmnop']],
  [['', 'abcd', 'efgh', 'i']],
])('keeps the last eight bytes of %j', (pieces) => {
  const ring = createRingBuffer(8)
  for (const piece of pieces) ring.push(Buffer.from(piece))
  expect(ring.read().toString()).toBe(pieces.join('').slice(-8))
})
