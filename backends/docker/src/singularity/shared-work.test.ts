import { expect, it } from 'vitest'
import { createSharedWork, type Work } from './shared-work.ts'

const never = new AbortController().signal

/** Work whose end is in the test's hand. */
function handWork(): {
  readonly work: Work<number, string>
  readonly begun: () => number
  readonly tell: (progress: number) => void
  readonly end: PromiseWithResolvers<string>
  readonly stopped: Promise<unknown>
} {
  const end = Promise.withResolvers<string>()
  const stopped = Promise.withResolvers<unknown>()
  let begun = 0
  let tell: (progress: number) => void = () => undefined
  return {
    work: (signal, telling) => {
      begun += 1
      tell = telling
      signal.addEventListener('abort', () => {
        stopped.resolve(signal.reason)
        end.reject(signal.reason as Error)
      })
      return end.promise
    },
    begun: () => begun,
    tell: (progress) => tell(progress),
    end,
    stopped: stopped.promise,
  }
}

it('is done once for all who follow, and again for who comes after its end', async () => {
  const shared = createSharedWork<number, string>()
  const hand = handWork()
  const [one, two] = [shared.follow('key', hand.work, never), shared.follow('key', hand.work, never)]
  const first = [one.next(), two.next()]
  hand.tell(1)
  for (const next of first) expect(await next).toEqual({ done: false, value: 1 })
  const last = [one.next(), two.next()]
  hand.end.resolve('made')
  for (const next of last) expect(await next).toEqual({ done: true, value: 'made' })
  expect(hand.begun()).toBe(1)
  const again = handWork()
  again.end.resolve('made again')
  expect(await shared.follow('key', again.work, never).next()).toEqual({ done: true, value: 'made again' })
})

it('goes on for who stays, and is aborted when the last leaves', async () => {
  const shared = createSharedWork<number, string>()
  const hand = handWork()
  const [leaving, staying] = [new AbortController(), new AbortController()]
  const one = shared.follow('key', hand.work, leaving.signal).next()
  const two = shared.follow('key', hand.work, staying.signal)
  const told = two.next()
  leaving.abort()
  await expect(one).rejects.toThrow()
  hand.tell(2)
  expect(await told).toEqual({ done: false, value: 2 })
  const rest = two.next()
  staying.abort()
  await expect(rest).rejects.toThrow()
  await hand.stopped
  // Another does not join what is ending.
  const next = handWork()
  next.end.resolve('anew')
  expect(await shared.follow('key', next.work, never).next()).toEqual({ done: true, value: 'anew' })
})

it('is cancelled by its key, for a reason that its followers get', async () => {
  const shared = createSharedWork<number, string>()
  const [picked, other] = [handWork(), handWork()]
  const gone = shared.follow('a.1', picked.work, never).next()
  const going = shared.follow('b.1', other.work, never).next()
  const reason = new Error('gone')
  const cancelled = shared.cancel((key) => key.startsWith('a.'), reason)
  await expect(gone).rejects.toBe(reason)
  expect(await cancelled).toBe(true)
  expect(await shared.cancel((key) => key.startsWith('a.'), reason)).toBe(false)
  other.end.resolve('made')
  expect(await going).toEqual({ done: true, value: 'made' })
})
