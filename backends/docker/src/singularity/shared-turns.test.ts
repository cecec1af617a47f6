import { setImmediate as soon } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createFairQueue } from '../fair-queue.ts'
import { createSharedTurns } from './shared-turns.ts'

const never = new AbortController().signal
const quiet = (): void => undefined

it('come with the first turn of any who wait, also of one who joins later', async () => {
  const queue = createFairQueue(1)
  const turns = createSharedTurns(queue)
  const order: string[] = []
  const end = await queue.take('carol', never, quiet)
  const work = async (key: string): Promise<void> => {
    const places: number[] = []
    const done = await turns.take(key, never, (place) => places.push(place))
    order.push(`${key} ${places.at(-1) ?? 0}`)
    done()
  }
  for (const key of ['first', 'second', 'third']) turns.join(key, 'alice')
  turns.join('hers', 'dora')
  const all = ['first', 'second', 'third', 'hers'].map(work)
  await soon()
  // Alice's third is Bob's first.
  turns.join('third', 'bob')
  end()
  await Promise.all(all)
  expect(order).toEqual(['first 1', 'hers 1', 'third 1', 'second 1'])
})

it('leave the queue with who leaves, and for a reason when the work is broken off', async () => {
  const queue = createFairQueue(1)
  const turns = createSharedTurns(queue)
  const end = await queue.take('carol', never, quiet)
  const stop = new AbortController()
  const leave = turns.join('one', 'alice')
  turns.join('one', 'bob')
  const places: number[] = []
  const taken = turns.take('one', stop.signal, (place) => places.push(place))
  await soon()
  leave()
  await soon()
  const reason = new Error('gone')
  stop.abort(reason)
  await expect(taken).rejects.toBe(reason)
  expect(Math.min(...places)).toBe(1)
  // Nobody stands before the next.
  const next: number[] = []
  const mine = queue.take('erin', never, (place) => next.push(place))
  await soon()
  expect(next).toEqual([1])
  end()
  ;(await mine)()
})

it('give a turn back that comes as the work is broken off', async () => {
  const queue = createFairQueue(1)
  const turns = createSharedTurns(queue)
  const end = await queue.take('carol', never, quiet)
  const stop = new AbortController()
  turns.join('one', 'alice')
  const taken = turns.take('one', stop.signal, quiet)
  await soon()
  end()
  stop.abort(new Error('gone'))
  await expect(taken).rejects.toThrow('gone')
  ;(await queue.take('bob', never, quiet))()
})
