import { expect, it } from 'vitest'
import { nextBatch, shareProgress, UploadQueue, type SendFiles } from './upload-queue.ts'

const files = (...sizes: number[]) =>
  sizes.map((size, at) => ({ path: `f${at}`, file: new File([new Uint8Array(size)], `f${at}`) }))
const settled = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

it('shares the progress of a request among its files', () => {
  expect(shareProgress([10, 20, 5], 0)).toEqual([0, 0, 0])
  expect(shareProgress([10, 20, 5], 15)).toEqual([10, 5, 0])
  expect(shareProgress([10, 20, 5], 99)).toEqual([10, 20, 5])
})
it('sends small files together and large ones alone', async () => {
  const requests: string[][] = []
  const queue = new UploadQueue(async (_, batch) => {
    requests.push(batch.map(({ path }) => path))
    return Promise.resolve(undefined)
  })
  queue.add('/', files(1, 2, 5_000_000, 3))
  await settled()
  expect(requests).toEqual([['f0', 'f1'], ['f2'], ['f3']])
  expect(queue.list().every(({ status, sent, size }) => status === 'done' && sent === size)).toBe(true)
})
it('never sends two folders in one request', () => {
  const queue = new UploadQueue(() => new Promise(() => undefined))
  queue.add('/a', files(1))
  const waiting = [...queue.list(), ...queue.list().map((upload) => ({ ...upload, folder: '/b' }))].map(
    (upload) => ({ ...upload, status: 'waiting' as const }),
  )
  expect(nextBatch(waiting)).toHaveLength(1)
})
it('keeps a few requests at a time', () => {
  let running = 0
  const queue = new UploadQueue(() => {
    running += 1
    return new Promise(() => undefined)
  })
  queue.add('/', files(...Array.from({ length: 6 }, () => 5_000_000)))
  expect(running).toBe(3)
})
it('says why one failed and tries it again', async () => {
  let broken = true
  const queue = new UploadQueue(async () =>
    Promise.resolve(broken ? { code: 'disk-full' as const, params: {} } : undefined),
  )
  queue.add('/', files(1))
  await settled()
  expect(queue.list()[0]).toMatchObject({ status: 'failed', problem: { code: 'disk-full' } })
  broken = false
  queue.retry([1])
  await settled()
  expect(queue.list()[0]).toMatchObject({ status: 'done' })
  expect(queue.list()[0]).not.toHaveProperty('problem')
})
it('cancels one file and sends those again that shared its request', async () => {
  const requests: string[][] = []
  const send: SendFiles = (_, batch, __, signal) => {
    requests.push(batch.map(({ path }) => path))
    if (requests.length > 1) return Promise.resolve(undefined)
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined)))
  }
  const queue = new UploadQueue(send)
  queue.add('/', files(1, 1))
  queue.cancel([1])
  await settled()
  expect(requests).toEqual([['f0', 'f1'], ['f1']])
  expect(queue.list().map(({ status }) => status)).toEqual(['cancelled', 'done'])
  queue.clear()
  expect(queue.list()).toEqual([])
})
