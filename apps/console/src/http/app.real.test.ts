import { connect } from 'node:net'
import { consoleRoutes, problemSchema } from '@berth/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startIdentityConsole, type IdentityConsole } from '../../../../test/src/fixtures/identity-console.ts'

let running: IdentityConsole
let admin: { cookie: string }
beforeAll(async () => {
  running = await startIdentityConsole({ BERTH_METRICS_TOKEN: 'a-metrics-token-123' })
  await running.person('root', 'administrator')
  admin = await running.cookie('root')
})
afterAll(() => running.stop())

const json = { 'content-type': 'application/json' }
const send = (path: string, init: RequestInit = {}) => fetch(`${running.url}${path}`, init)
async function problemOf(answer: Response) {
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  const problem = problemSchema.parse(await answer.json())
  expect(problem.status).toBe(answer.status)
  expect(problem.instance).toBe(`urn:berth:request:${answer.headers.get('x-request-id') ?? ''}`)
  return problem
}

describe('every failure is a problem document', () => {
  it.each([
    ['an unknown path', '/api/v1/nope', {}, 404, 'not-found'],
    ['a page that is none', '/nope', {}, 404, 'not-found'],
    ['a method that the path has not', '/api/v1/session', { method: 'PUT' }, 405, 'method-not-allowed'],
    ['a path with broken escapes', '/api/v1/accounts/%zz', {}, 404, 'not-found'],
    ['no login', '/api/v1/tokens', {}, 401, 'unauthenticated'],
    [
      'a made-up token',
      '/api/v1/tokens',
      { headers: { authorization: 'Bearer berth_nope' } },
      401,
      'unauthenticated',
    ],
    [
      'another scheme',
      '/api/v1/tokens',
      { headers: { authorization: 'Basic cm9vdDp4' } },
      401,
      'unauthenticated',
    ],
    [
      'a made-up cookie',
      '/api/v1/tokens',
      { headers: { cookie: 'berth_session=x' } },
      401,
      'session-expired',
    ],
    ['broken JSON', '/api/v1/session', { method: 'POST', headers: json, body: '{"a' }, 400, 'malformed-body'],
    ['no JSON', '/api/v1/session', { method: 'POST', headers: json }, 400, 'malformed-body'],
    [
      'a prototype',
      '/api/v1/session',
      { method: 'POST', headers: json, body: '{"__proto__":{}}' },
      400,
      'malformed-body',
    ],
    [
      'another type',
      '/api/v1/session',
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' },
      415,
      'unsupported-media-type',
    ],
    [
      'a form',
      '/api/v1/session',
      { method: 'POST', body: new URLSearchParams({ a: 'b' }) },
      415,
      'unsupported-media-type',
    ],
    [
      'a large body',
      '/api/v1/session',
      { method: 'POST', headers: json, body: 'x'.repeat(2_000_000) },
      413,
      'payload-too-large',
    ],
    [
      'wrong fields',
      '/api/v1/session',
      { method: 'POST', headers: json, body: '{"account":1}' },
      400,
      'invalid-input',
    ],
  ] as [string, string, RequestInit, number, string][])('%s', async (_, path, init, status, code) => {
    const answer = await send(path, init)
    expect(answer.status).toBe(status)
    expect(await problemOf(answer)).toMatchObject({ code })
  })
  it('405 says which methods there are', async () => {
    const answer = await send('/api/v1/session', { method: 'PUT' })
    expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(['DELETE', 'GET', 'POST'])
  })
  it('names each wrong field, in the reader’s language', async () => {
    const init = {
      method: 'POST',
      headers: { ...json, 'accept-language': 'ja,en;q=0.5' },
      body: '{"account":1}',
    }
    const problem = await problemOf(await send('/api/v1/session', init))
    expect(problem.title).toBe('入力に誤りがあります')
    expect(problem.errors?.map(({ path }) => path)).toEqual(['account', 'password'])
    expect(problem.errors?.[0]?.detail).toMatch(/[ぁ-ん]/)
  })
  it('what is no HTTP', async () => {
    const socket = connect(Number(new URL(running.url).port), '127.0.0.1')
    let text = ''
    socket.on('data', (chunk) => (text += chunk.toString()))
    socket.end('rubbish\r\n\r\n')
    await new Promise((resolve) => socket.once('close', resolve))
    expect(text).toContain('400 Bad Request')
    expect(text).toContain('application/problem+json')
  })
  it('refuses 100 MB before they are sent', async () => {
    const socket = connect(Number(new URL(running.url).port), '127.0.0.1')
    let text = ''
    socket.on('data', (chunk) => (text += chunk.toString()))
    socket.on('error', () => undefined)
    socket.write(
      'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000000\r\n\r\n{',
    )
    await expect.poll(() => text).toContain('413')
    socket.destroy()
  })
})

it('documents every route', async () => {
  const document = (await (await send('/api/v1/openapi.json')).json()) as {
    openapi: string
    paths: Record<string, Record<string, { operationId: string; responses: object }>>
  }
  expect(document.openapi).toBe('3.1.0')
  const documented = Object.values(document.paths).flatMap((path) => Object.values(path))
  const names = documented.map(({ operationId }) => operationId)
  const identity = [
    'createSession',
    'getSession',
    'deleteSession',
    'listAccounts',
    'setPassword',
    'listAudit',
  ] as const
  expect(names).toEqual(expect.arrayContaining(identity.map((name) => consoleRoutes[name].name)))
  expect(documented.every(({ responses }) => '4XX' in responses || '4xx' in responses)).toBe(true)
})

it('is healthy and ready', async () => {
  expect((await send('/healthz')).status).toBe(200)
  expect(await (await send('/readyz')).json()).toEqual({
    ready: true,
    checks: [{ name: 'database', ready: true }],
  })
})

describe('metrics', () => {
  const proxied = { 'x-forwarded-for': '192.0.2.1' }
  it('are for this machine, the token and administrators', async () => {
    const here = await send('/metrics')
    expect(here.status).toBe(200)
    const text = await here.text()
    expect(text).toContain('berth_http_request_duration_seconds')
    expect(text).toContain('berth_containers{state="running"} 0')
    expect((await send('/metrics', { headers: proxied })).status).toBe(401)
    expect(
      (await send('/metrics', { headers: { ...proxied, authorization: 'Bearer a-metrics-token-123' } }))
        .status,
    ).toBe(200)
    expect(
      (await send('/metrics', { headers: { ...proxied, authorization: 'Bearer a-metrics-token-124' } }))
        .status,
    ).toBe(401)
    expect((await send('/metrics', { headers: { ...proxied, ...admin } })).status).toBe(200)
  })
})

it('gives pages no room for foreign scripts or frames', async () => {
  const { headers } = await send('/healthz')
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).not.toMatch(/script-src[^;]*unsafe/)
  expect(headers.get('x-content-type-options')).toBe('nosniff')
})

describe('accounts', () => {
  const change = (method: string, path: string, body?: unknown) =>
    send(path, {
      method,
      headers: { ...admin, ...(body === undefined ? {} : json) },
      body: body === undefined ? null : JSON.stringify(body),
    })
  it('are made with a password made up, listed by pages, changed and deleted', async () => {
    for (const name of ['anna', 'berta', 'clara']) {
      const made = await change('POST', '/api/v1/accounts', { name })
      expect(made.status).toBe(201)
      const { password } = (await made.json()) as { password: string }
      expect((await running.login(name, password)).status).toBe(200)
    }
    const first = await send('/api/v1/accounts?limit=2', { headers: admin })
    expect(((await first.json()) as { name: string }[]).map(({ name }) => name)).toEqual(['anna', 'berta'])
    const next = /<(.+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? ''
    const second = await send(next, { headers: admin })
    expect(((await second.json()) as { name: string }[]).map(({ name }) => name)).toEqual(['clara', 'root'])
    expect(second.headers.get('link')).toBeNull()
    expect((await change('POST', '/api/v1/accounts', { name: 'ANNA' })).status).toBe(409)
    expect((await change('PATCH', '/api/v1/accounts/anna', { role: 'teacher' })).status).toBe(200)
    expect((await change('DELETE', '/api/v1/accounts/anna')).status).toBe(204)
    expect((await change('DELETE', '/api/v1/accounts/anna')).status).toBe(404)
  })
  it('with several faults, all are told', async () => {
    const answer = await change('POST', '/api/v1/accounts', { name: '../x', password: 'short' })
    const problem = await problemOf(answer)
    expect(problem.errors?.map(({ path, code }) => [path, code])).toEqual([
      ['name', 'account-invalid'],
      ['password', 'password-invalid'],
    ])
  })
  it('the last administrator stays', async () => {
    for (const answer of [
      await change('PATCH', '/api/v1/accounts/root', { disabled: true }),
      await change('PATCH', '/api/v1/accounts/root', { role: 'student' }),
      await change('DELETE', '/api/v1/accounts/root'),
    ])
      expect(await problemOf(answer)).toMatchObject({ code: 'last-administrator' })
  })
  it('a new password ends the other sessions and tokens stay the account’s', async () => {
    await running.person('dora')
    const [one, two] = [await running.cookie('dora'), await running.cookie('dora')]
    const answer = await send('/api/v1/accounts/dora/password', {
      method: 'PUT',
      headers: { ...one, ...json },
      body: JSON.stringify({ current: 'dora has a password', password: 'another password' }),
    })
    expect(answer.status).toBe(204)
    expect((await send('/api/v1/session', { headers: one })).status).toBe(200)
    expect((await send('/api/v1/session', { headers: two })).status).toBe(401)
    expect((await running.login('dora')).status).toBe(401)
    expect((await running.login('dora', 'another password')).status).toBe(200)
  })
  it('a token of a deleted account is refused, as is one of a disabled account', async () => {
    await running.person('emil')
    const made = await send('/api/v1/tokens', {
      method: 'POST',
      headers: { ...(await running.cookie('emil')), ...json },
      body: '{"name":"script"}',
    })
    const { token } = (await made.json()) as { token: string }
    const headers = { authorization: `Bearer ${token}` }
    expect((await send('/api/v1/session', { headers })).status).toBe(200)
    await change('PATCH', '/api/v1/accounts/emil', { disabled: true })
    expect(await problemOf(await send('/api/v1/session', { headers }))).toMatchObject({
      code: 'account-disabled',
    })
    await change('DELETE', '/api/v1/accounts/emil')
    expect(await problemOf(await send('/api/v1/session', { headers }))).toMatchObject({
      code: 'unauthenticated',
    })
  })
  it('every change is in the audit log, which is paged', async () => {
    await expect
      .poll(async () => {
        const answer = await send('/api/v1/audit?search=emil&limit=2', { headers: admin })
        return ((await answer.json()) as { action: string }[]).map(({ action }) => action)
      })
      .toEqual(['delete-account', 'update-account'])
    const answer = await send('/api/v1/audit?search=emil&limit=2', { headers: admin })
    expect(answer.headers.get('link')).toContain('after=')
  })
})

describe('while PostgreSQL is away', () => {
  it('says so soon, is not ready, and comes back', async () => {
    await running.postgres.stop()
    const begun = performance.now()
    expect(await problemOf(await send('/api/v1/session', { headers: admin }))).toMatchObject({
      code: 'database-unavailable',
    })
    process.stdout.write(`database-unavailable after ${Math.round(performance.now() - begun)} ms\n`)
    expect((await send('/readyz')).status).toBe(503)
    expect((await send('/healthz')).status).toBe(200)
    await running.postgres.start()
    await expect
      .poll(async () => (await send('/api/v1/session', { headers: admin })).status, { timeout: 10_000 })
      .toBe(200)
  })
})
