import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agentRoutes, problemSchema, BerthError } from '@berth/contract'
import { startTestAgent, token } from './agent-under-test.ts'

let agent: Awaited<ReturnType<typeof startTestAgent>>
beforeAll(async () => {
  agent = await startTestAgent({ execDeadline: 50 })
})
afterAll(() => agent.close())

const json = { 'content-type': 'application/json' }

describe('the token', () => {
  const headers = [
    '',
    'Bearer',
    'Bearer ',
    `Bearer ${token}x`,
    `Bearer ${token.slice(1)}`,
    `Basic ${token}`,
    token,
  ]
  it.each(headers)('“%s” is refused on every route', async (authorization) => {
    const paths = Object.values(agentRoutes).map((route) => [route.method, route.path] as const)
    for (const [method, path] of [...paths, ['GET', '/v1/openapi.json'], ['GET', '/nothing']] as const) {
      const answer = await agent.call(method, path.replace(/:\w+/, agent.id), { headers: { authorization } })
      expect(answer.status).toBe(401)
      expect(answer.json.code).toBe('unauthenticated')
    }
    expect(await agent.backend.inspectContainer(agent.id)).toMatchObject({ state: 'running' })
  })
})

describe('bad requests', () => {
  const cases: [string, string, string, number, string, Record<string, string>?, string?][] = [
    ['an unknown path', 'GET', '/v1/nothing', 404, 'not-found'],
    ['a damaged path', 'GET', '/v1/containers/%ff', 404, 'not-found'],
    ['another method', 'PATCH', '/v1/containers', 405, 'method-not-allowed'],
    ['no body', 'POST', '/v1/containers/ID/exec', 400, 'invalid-input'],
    [
      'an empty body',
      'POST',
      '/v1/containers/ID/exec',
      400,
      'malformed-body',
      { ...json, 'transfer-encoding': 'chunked' },
    ],
    ['no JSON', 'POST', '/v1/containers/ID/exec', 400, 'malformed-body', json, '{"command":'],
    [
      'a polluting key',
      'POST',
      '/v1/containers/ID/exec',
      400,
      'malformed-body',
      json,
      '{"__proto__":{"a":1}}',
    ],
    ['an empty command', 'POST', '/v1/containers/ID/exec', 400, 'invalid-input', json, '{"command":[]}'],
    [
      'a form for JSON',
      'POST',
      '/v1/containers/ID/exec',
      415,
      'unsupported-media-type',
      { 'content-type': 'text/plain' },
      'x',
    ],
    [
      'JSON for files',
      'POST',
      '/v1/containers/ID/files?path=/tmp',
      415,
      'unsupported-media-type',
      json,
      '{}',
    ],
    ['JSON for a tar', 'PUT', '/v1/containers/ID/files?path=/tmp', 415, 'unsupported-media-type', json, '{}'],
    [
      'a form without boundary',
      'POST',
      '/v1/containers/ID/files?path=/tmp',
      400,
      'malformed-body',
      { 'content-type': 'multipart/form-data' },
      'x',
    ],
    ['too much', 'POST', '/v1/containers/ID/exec', 413, 'payload-too-large', json, ' '.repeat(9_000_000)],
    ['no path', 'GET', '/v1/containers/ID/files', 400, 'invalid-input'],
    ['a relative path', 'GET', '/v1/containers/ID/files?path=etc', 400, 'path-invalid'],
    ['a path that climbs', 'GET', '/v1/containers/ID/files?path=/a/../b', 400, 'path-invalid'],
    ['a path with NUL', 'GET', '/v1/containers/ID/files/list?path=/a%00', 400, 'path-invalid'],
    ['a terminal without WebSocket', 'GET', '/v1/containers/ID/terminal', 400, 'terminal-message-invalid'],
    ['a bad number', 'GET', '/v1/containers/ID/logs?tail=-1', 400, 'invalid-input'],
    ['an unknown container', 'GET', '/v1/containers/nobody/logs', 404, 'not-found'],
  ]
  it.each(cases)('%s', async (_what, method, path, status, code, headers = {}, body = '') => {
    const answer = await agent.call(method, path.replace('ID', agent.id), { headers, body })
    expect([answer.status, answer.json.code]).toEqual([status, code])
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(problemSchema.parse(answer.json).status).toBe(status)
  })

  it('names the fields that are wrong, in the asker’s language', async () => {
    const body = JSON.stringify({ ...agent.spec, limits: { ...agent.spec.limits, memory: -1 } })
    const headers = { ...json, 'accept-language': 'ja,en;q=0.5' }
    const answer = await agent.call('PUT', `/v1/containers/${agent.id}`, { headers, body })
    expect(answer.json).toMatchObject({ code: 'invalid-input', errors: [{ path: 'limits.memory' }] })
    expect(answer.json['title']).toBe('入力に誤りがあります')
  })
})

describe('failures', () => {
  it('tells what the backend says', async () => {
    agent.backend.failNext('listContainers', new BerthError('runtime-error', { message: 'no' }))
    const answer = await agent.call('GET', '/v1/containers')
    expect(answer.json).toMatchObject({ status: 502, code: 'runtime-error', params: { message: 'no' } })
  })

  it('tells nothing of what nobody foresaw but its request', async () => {
    agent.backend.failNext('listContainers', new Error('secret detail'))
    const answer = await agent.call('GET', '/v1/containers')
    expect(answer.json.code).toBe('internal')
    expect(answer.text).not.toContain('secret')
    expect(answer.json['instance']).toContain((answer.json['params'] as { requestId: string }).requestId)
  })

  it('gives an exec up after its deadline', async () => {
    const body = JSON.stringify({ command: ['sleep', '1000'] })
    const answer = await agent.call('POST', `/v1/containers/${agent.id}/exec`, { headers: json, body })
    expect([answer.status, answer.json.code]).toEqual([504, 'deadline-exceeded'])
  })
})

describe('the OpenAPI document', () => {
  it('has every route, its input and its answers', async () => {
    const { json: document } = await agent.call('GET', '/v1/openapi.json')
    expect(document['openapi']).toBe('3.1.0')
    const paths = document['paths'] as Record<
      string,
      Record<string, { operationId: string; requestBody?: unknown; responses: object }>
    >
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
    )
    const routes = Object.values(agentRoutes)
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(
      routes.map(({ name }) => name).sort(),
    )
    for (const route of routes) {
      const operation = operations.find(({ operationId }) => operationId === route.name)!
      expect(operation.path).toBe(route.path.replaceAll(/:(\w+)/g, '{$1}'))
      expect(Object.keys(operation.responses)).toEqual([String(route.status), 'default'])
      expect(operation.requestBody !== undefined).toBe('body' in route || 'accepts' in route)
    }
  })
})
