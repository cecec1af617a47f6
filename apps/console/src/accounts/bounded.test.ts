import { expect, it } from 'vitest'
import { bounded } from './bounded.ts'

it('runs so many at once, the others in order, and refuses what the queue cannot hold', async () => {
  const turn = bounded(2, 3)
  const gates = Array.from({ length: 5 }, () => Promise.withResolvers<undefined>())
  const begun: number[] = []
  const all = gates.map((gate, index) =>
    turn(() => {
      begun.push(index)
      return gate.promise
    }),
  )
  await expect(turn(() => Promise.resolve())).rejects.toMatchObject({ code: 'rate-limited' })
  expect(begun).toEqual([0, 1])
  gates[1]?.reject(new Error('a failure frees its place too'))
  await expect(all[1]).rejects.toThrow()
  expect(begun).toEqual([0, 1, 2])
  for (const gate of gates) gate.resolve(undefined)
  await Promise.allSettled(all)
  expect(begun).toEqual([0, 1, 2, 3, 4])
})
