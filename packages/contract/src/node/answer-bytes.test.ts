import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { answerBytes } from './answer-bytes.ts'

async function answered(body: Readable): Promise<IncomingMessage> {
  const server = createServer((_request, answer) => {
    void answerBytes(answer, { statusCode: 206, headers: { 'content-length': 6, 'x-none': undefined } }, body)
    answer.once('close', () => server.close())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const asked = get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' })
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  return answer
}

test('the head, then the whole body', async () => {
  const answer = await answered(
    Readable.from([Buffer.from('abc'), Buffer.from('def')], { objectMode: false }),
  )
  expect([answer.statusCode, answer.headers['content-length'], answer.headers['x-none']]).toEqual([
    206,
    '6',
    undefined,
  ])
  expect(await text(answer)).toBe('abcdef')
})

test('a body that breaks off breaks the answer off', async () => {
  const body = new Readable({ read: () => undefined })
  body.push('abc')
  const answer = await answered(body)
  body.destroy(new Error('gone'))
  await expect(text(answer)).rejects.toThrow('aborted')
})

test('who goes away ends the body', async () => {
  const body = new Readable({ read: () => undefined })
  body.push('abc')
  const ended = once(body, 'close')
  ;(await answered(body)).destroy()
  await ended
})
