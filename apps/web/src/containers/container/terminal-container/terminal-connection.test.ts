import { expect, it } from 'vitest'
import { portionsOf, reconnectDelay } from './terminal-connection.ts'

it('waits longer each time, five seconds at most', () => {
  expect([0, 1, 2, 3, 4, 5, 100].map(reconnectDelay)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000])
})
it('cuts a long paste without losing a byte', () => {
  const bytes = new Uint8Array(70_000).map((_, index) => index % 251)
  const portions = portionsOf(bytes)
  expect(portions.map((part) => part.length)).toEqual([32_768, 32_768, 4_464])
  expect(portions.flatMap((part) => [...part])).toEqual([...bytes])
  expect(portionsOf(new Uint8Array(0))).toEqual([])
})
