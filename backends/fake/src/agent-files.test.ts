import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestAgent, token } from './agent-under-test.ts'

let agent: Awaited<ReturnType<typeof startTestAgent>>
beforeAll(async () => {
  agent = await startTestAgent()
})
afterAll(() => agent.close())

const headers = { 'content-type': 'multipart/form-data; boundary=B' }
const field = (name: string, value: string) =>
  `--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
const file = (name: string, content: string) =>
  `--B\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\nContent-Type: text/plain\r\n\r\n${content}\r\n`
const target = () => `/v1/containers/${agent.id}/files?path=/tmp`
const upload = (body: string) => agent.call('POST', target(), { headers, body })
const read = async (name: string) =>
  (await agent.call('GET', `/v1/containers/${agent.id}/files?path=${encodeURIComponent(`/tmp/${name}`)}`))
    .text

it('takes files with and without a size, in folders, with any name', async () => {
  const answer = await upload(
    `${field('size', '3')}${file('sized', 'abc')}${file('課題/unsized', 'defg')}${field('other', 'x')}${file('%22%0A', '')}--B--\r\n`,
  )
  expect(answer.json).toEqual({ files: 3, bytes: 7 })
  expect(await read('sized')).toBe('abc')
  expect(await read('課題/unsized')).toBe('defg')
  expect(await read('"\n')).toBe('')
})

it.each(['../out', '/etc/passwd', 'a/../../b', 'a%00b/../c', ''])(
  'refuses the name “%s”, and keeps nothing',
  async (name) => {
    const answer = await upload(`${file('fine', 'x')}${file(name, 'y')}--B--\r\n`)
    expect([answer.status, answer.json.code]).toEqual([400, 'path-invalid'])
    expect(await read('fine')).toContain('path-not-found')
  },
)

it.each([
  ['a body without its end', file('broken', 'abc')],
  ['a body that ends within a file', `${field('size', '100')}${file('broken', 'abc').slice(0, -5)}`],
  ['a file shorter than its size', `${field('size', '100')}${file('broken', 'abc')}--B--\r\n`],
  ['a file longer than its size', `${field('size', '1')}${file('broken', 'abc')}--B--\r\n`],
])('takes %s for broken off', async (_what, body) => {
  const answer = await upload(body)
  expect([answer.status, answer.json.code]).toEqual([400, 'upload-incomplete'])
  expect(await read('broken')).toContain('path-not-found')
})

it.each([field('size', '1000000'), ''])(
  'keeps nothing of a connection that breaks off (%j)',
  async (size) => {
    const failed = new Promise((resolve) => {
      const { backend } = agent
      const original = backend.uploadFiles.bind(backend)
      backend.uploadFiles = (...args) => {
        backend.uploadFiles = original
        const outcome = original(...args)
        outcome.then(resolve, resolve)
        return outcome
      }
    })
    const sent = request({
      socketPath: agent.socketPath,
      method: 'POST',
      path: target(),
      headers: { ...headers, authorization: `Bearer ${token}` },
    })
    sent.on('error', () => undefined)
    sent.write(`${size}${file('gone', 'x'.repeat(100_000)).slice(0, -2)}`)
    setImmediate(() => sent.destroy())
    expect(await failed).toMatchObject({ code: 'upload-incomplete' })
    expect(await read('gone')).toContain('path-not-found')
  },
)

it('leaves nothing in the spool folder', async () => {
  expect((await readdir(agent.folder)).filter((name) => name.includes('upload'))).toEqual([])
})

it('gives a download its name, length and kind', async () => {
  await upload(`${file('表.csv', 'a,b')}--B--\r\n`)
  const answer = await agent.call(
    'GET',
    `/v1/containers/${agent.id}/files?path=/tmp/${encodeURIComponent('表.csv')}`,
  )
  expect(answer.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-length': '3',
    'content-disposition': `attachment; filename="_.csv"; filename*=UTF-8''%E8%A1%A8.csv`,
    'x-content-type-options': 'nosniff',
  })
})
