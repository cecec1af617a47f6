import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { BerthError, consoleRoutes, defineRoute, toProblem } from '@berth/contract'
import { z } from 'zod'
import { createClient } from './client.ts'
import { ConnectionError, UnexpectedAnswerError } from './errors.ts'
import { nextPage } from './next-page.ts'
import { connect } from './node/connection.ts'

const routes = {
  greet: defineRoute({
    name: 'greet',
    method: 'POST',
    path: '/api/v1/people/:id/greet',
    summary: '',
    permission: 'public',
    params: z.object({ id: z.string() }),
    query: z.object({ search: z.string().optional() }),
    body: z.object({ text: z.string() }),
    status: 200,
    response: z.object({ said: z.string() }),
    answers: 'json',
    errors: [],
  }),
  lines: defineRoute({
    name: 'lines',
    method: 'GET',
    path: '/lines',
    summary: '',
    permission: 'public',
    status: 200,
    response: z.object({ text: z.string() }),
    answers: 'ndjson',
    errors: [],
  }),
  events: defineRoute({
    name: 'events',
    method: 'GET',
    path: '/events',
    summary: '',
    permission: 'public',
    status: 200,
    response: z.object({ text: z.string() }),
    answers: 'sse',
    errors: [],
  }),
  upload: defineRoute({
    name: 'upload',
    method: 'POST',
    path: '/upload',
    summary: '',
    permission: 'public',
    accepts: 'multipart',
    status: 204,
    answers: 'empty',
    errors: [],
  }),
  archive: defineRoute({
    name: 'archive',
    method: 'PUT',
    path: '/archive',
    summary: '',
    permission: 'public',
    accepts: 'tar',
    status: 204,
    answers: 'empty',
    errors: [],
  }),
  download: defineRoute({
    name: 'download',
    method: 'GET',
    path: '/download',
    summary: '',
    permission: 'public',
    status: 200,
    answers: 'bytes',
    errors: [],
  }),
}

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

async function serve(handler: Handler, socket?: string) {
  const server = createServer((request, response) => void handler(request, response)).listen(
    socket ?? { port: 0, host: '127.0.0.1' },
  )
  await once(server, 'listening')
  cleanups.push(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  const url = typeof address === 'string' ? `unix:${address}` : `http://127.0.0.1:${address!.port}`
  const connection = connect({ url })
  cleanups.push(connection.destroy)
  return { url, connection, client: createClient(routes, connection) }
}

async function received(request: IncomingMessage) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Sends each piece in a packet of its own: the next when the last has left. */
async function sendPieces(response: ServerResponse, pieces: Iterable<Uint8Array>) {
  for (const piece of pieces) {
    await new Promise((resolve) => response.write(piece, resolve))
    await new Promise((resolve) => setImmediate(resolve))
  }
  response.end()
}

const bytesOf = function* (text: string) {
  for (const byte of Buffer.from(text)) yield Uint8Array.of(byte)
}

async function collect<T>(items: AsyncIterable<T>) {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

test('a call carries encoded parameters, query, body, token and language, and its answer is validated', async () => {
  const { connection } = await serve(async (request, response) => {
    const body = JSON.parse((await received(request)).toString()) as { text: string }
    const { authorization, 'accept-language': language, 'content-type': type } = request.headers
    response.end(
      JSON.stringify({ said: [request.url, authorization, language, type, body.text].join(' '), x: 1 }),
    )
  })
  const client = createClient(routes, { ...connection, token: () => 'secret', language: () => 'ja' })
  const answer = await client.greet({
    params: { id: 'a/../b ?' },
    query: { search: 'é&' },
    body: { text: 'やあ' },
  })
  expect(answer).toEqual({
    said: '/api/v1/people/a%2F..%2Fb%20%3F/greet?search=%C3%A9%26 Bearer secret ja application/json やあ',
  })
})

test.each(['', '.', '..'])('the parameter %o never reaches another path', async (id) => {
  const client = createClient(routes, { baseUrl: 'http://127.0.0.1:9' })
  await expect(client.greet({ params: { id }, body: { text: '' } })).rejects.toMatchObject({
    code: 'not-found',
  })
})

test('a problem document becomes the BerthError that it was', async () => {
  const error = new BerthError(
    'invalid-input',
    {},
    { fields: [{ path: 'limits.memory', code: 'limit-invalid' }] },
  )
  const { client } = await serve((_, response) => {
    response.writeHead(error.status).end(JSON.stringify(toProblem(error, 'ja')))
  })
  const caught: unknown = await client
    .greet({ params: { id: '1' }, body: { text: '' } })
    .catch((e: unknown) => e)
  expect(caught).toBeInstanceOf(BerthError)
  expect(caught).toMatchObject({ code: 'invalid-input', fields: [{ path: 'limits.memory' }] })
})

test('an answer outside the contract is told apart, and taken unchecked when asked', async () => {
  const { client, connection } = await serve((request, response) => {
    if (request.url === '/download') response.writeHead(502).end('<html>bad gateway')
    else response.end('{"said":1}')
  })
  const call = { params: { id: '1' }, body: { text: '' } }
  await expect(client.greet(call)).rejects.toBeInstanceOf(UnexpectedAnswerError)
  await expect(client.download()).rejects.toMatchObject({ name: 'UnexpectedAnswerError', status: 502 })
  const trusting = createClient(routes, { ...connection, validate: false })
  expect(await trusting.greet(call)).toEqual({ said: 1 })
})

test('a server that is not there is a ConnectionError', async () => {
  const client = createClient(routes, connect({ url: 'unix:/nonexistent/berth.sock' }))
  await expect(client.lines()).rejects.toBeInstanceOf(ConnectionError)
})

test('lines survive being cut anywhere, in the middle of a character too', async () => {
  const text = '{"text":"日本語🚢"}\r\n\n{"text":"two"}\n{"text":"no newline at the end"}'
  const { client } = await serve((_, response) => void sendPieces(response, bytesOf(text)))
  expect(await collect(await client.lines())).toEqual([
    { text: '日本語🚢' },
    { text: 'two' },
    { text: 'no newline at the end' },
  ])
})

test('events survive being cut anywhere; comments and unfinished events are left out', async () => {
  const text =
    ': hello\n\nevent: x\ndata: {"text":\ndata:"船"}\n\n:\n\ndata: {"text":"b"}\n\ndata: {"text":"cut'
  const { client } = await serve((_, response) => void sendPieces(response, bytesOf(text)))
  expect(await collect(await client.events())).toEqual([{ text: '船' }, { text: 'b' }])
})

test('leaving the loop closes the connection', async () => {
  const closed = Promise.withResolvers<undefined>()
  const { client } = await serve((_, response) => {
    response.on('close', () => closed.resolve(undefined))
    response.write('{"text":"a"}\n')
  })
  for await (const line of await client.lines()) {
    expect(line).toEqual({ text: 'a' })
    break
  }
  await closed.promise
})

test('a stream that breaks is a ConnectionError, an aborted one the reason given', async () => {
  const { client } = await serve((request, response) => {
    response.write('{"text":"a"}\n')
    if (request.headers['x-break'] !== undefined) setImmediate(() => response.destroy())
  })
  const broken = await client.lines({ headers: { 'x-break': '1' } })
  await expect(collect(broken)).rejects.toBeInstanceOf(ConnectionError)

  const controller = new AbortController()
  const lines = await client.lines({ signal: controller.signal })
  expect((await lines.next()).value).toEqual({ text: 'a' })
  const reason = new Error('enough')
  controller.abort(reason)
  await expect(lines.next()).rejects.toBe(reason)
})

test('a reader that stops reading stops the server: memory does not grow', async () => {
  const line = `{"text":"${'x'.repeat(65_000)}"}\n`
  const full = Promise.withResolvers<number>()
  const { client } = await serve((_, response) => {
    let written = 0
    const more = () => {
      while (response.write(line)) written += 1
      full.resolve(written)
    }
    response.on('drain', more)
    more()
  })
  const lines = await client.lines()
  await lines.next()
  expect(await full.promise).toBeLessThan(1_000)
  await lines.return()
})

test('forms, streams and Node streams arrive as they were', async () => {
  const seen: { type: string | undefined; body: Buffer }[] = []
  const { client, url } = await serve(async (request, response) => {
    seen.push({ type: request.headers['content-type'], body: await received(request) })
    response.writeHead(204).end()
  })
  const form = new FormData()
  form.append('file', new File(['船'], 'dir/a.txt'))
  await client.upload({ body: form })
  await createClient(routes, { baseUrl: url }).upload({ body: form })
  for (const { type, body } of seen) {
    expect(type).toMatch(/^multipart\/form-data; boundary=/)
    expect(body.toString()).toContain('filename="dir/a.txt"')
    expect(body.toString()).toContain('船')
  }
  const big = Buffer.alloc(3_000_000, 'ab')
  await client.archive({ body: Readable.from([big.subarray(0, 7), big.subarray(7)]) })
  await client.archive({ body: new Blob([big]).stream() })
  expect(seen.slice(2).map(({ type, body }) => [type, body.equals(big)])).toEqual([
    ['application/x-tar', true],
    ['application/x-tar', true],
  ])
})

test('bytes come as a Response over a Unix socket, headers and all', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-client-'))
  cleanups.push(() => {
    rmSync(folder, { recursive: true })
  })
  const { client } = await serve(
    (_, response) => {
      response.setHeader('link', '</api/v1/containers?scope=all&after=a%20b>; rel="next"').end('bytes')
    },
    join(folder, 'with:colon.sock'),
  )
  const response = await client.download()
  expect(nextPage(response)).toEqual({ scope: 'all', after: 'a b' })
  expect(await response.text()).toBe('bytes')
  expect(nextPage(await client.raw.lines())).toBeDefined()
})

test('every route of the console but its WebSocket has a method', () => {
  const client = createClient(consoleRoutes, { baseUrl: '' })
  const names = Object.keys(consoleRoutes).filter((name) => name !== 'terminalContainer')
  expect(Object.keys(client).sort()).toEqual([...names, 'raw'].sort())
})
