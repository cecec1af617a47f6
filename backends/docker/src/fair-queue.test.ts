import { expect, it } from 'vitest'
import { createFairQueue } from './fair-queue.ts'

const never = new AbortController().signal

/** Takes turns and writes down who begins; gives what ends each one's. */
function scene(places: number) {
  const queue = createFairQueue(places)
  const begun: string[] = []
  const told = new Map<string, number>()
  const ends = new Map<string, () => void>()
  const take = (name: string, signal = never): Promise<void> =>
    queue
      .take(name.slice(0, 1), signal, (place) => told.set(name, place))
      .then((end) => {
        begun.push(name)
        ends.set(name, end)
      })
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.()
    await settled()
  }
  return { take, end, begun, told }
}
const settled = () => new Promise(setImmediate)

it('lets so many begin, one of each', async () => {
  const { take, begun } = scene(2)
  for (const name of ['a1', 'a2', 'b1', 'c1']) void take(name)
  await settled()
  expect(begun).toEqual(['a1', 'b1'])
})

it('takes everybody’s first before anybody’s second, and tells the places', async () => {
  const { take, end, begun, told } = scene(1)
  for (const name of ['a1', 'a2', 'a3', 'b1']) void take(name)
  await settled()
  expect([told.get('b1'), told.get('a2'), told.get('a3')]).toEqual([1, 2, 3])
  for (const name of ['a1', 'b1', 'a2']) await end(name)
  expect(begun).toEqual(['a1', 'b1', 'a2', 'a3'])
})

it('lets one who waits leave, and the next move up', async () => {
  const { take, end, begun, told } = scene(1)
  const gone = new AbortController()
  void take('a1')
  const left = take('b1', gone.signal)
  void take('c1')
  await settled()
  gone.abort(new Error('gone'))
  await expect(left).rejects.toThrow('gone')
  expect(told.get('c1')).toBe(1)
  await end('a1')
  expect(begun).toEqual(['a1', 'c1'])
})

it('ends a turn once, however often it is told to', async () => {
  const { take, end, begun } = scene(1)
  for (const name of ['a1', 'a2', 'b1']) void take(name)
  await settled()
  await end('a1')
  await end('a1')
  expect(begun).toEqual(['a1', 'b1'])
})
