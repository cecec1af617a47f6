import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { BerthError, toProblem, type Container } from '@berth/contract'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const container: Container = {
  id: '0198c6a5-0000-4000-8000-000000000001',
  name: 'web',
  account: 'taro',
  image: 'berth/admin/welcome:latest',
  backend: 'local',
  state: 'pulling',
  wanted: 'running',
  progress: { stage: 'queued', place: 2 },
  ports: [{ guest: 8080, host: null, url: null }],
  limits: { memory: 536_870_912, cpus: 1, pids: 256, gpus: 0 },
  createdAt: '2026-01-01T00:00:00.000Z',
}
const running: Container = {
  ...container,
  state: 'running',
  ports: [{ guest: 8080, host: 32_768, url: 'http://berth.example:32768/' }],
}
delete running.progress

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown

/** The program itself, as a process, towards a server on loopback that answers `METHOD /path` as told. */
async function station(answers: Record<string, Answer>) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const key = `${request.method ?? ''} ${(request.url ?? '').replace('/api/v1', '').replace(/\?.*/, '')}`
    asked.push(key)
    const answer = answers[key]
    if (answer === undefined) refuse(response, new BerthError('not-found'))
    else void answer(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const folder = mkdtempSync(join(tmpdir(), 'berth-cli-'))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
    rmSync(folder, { recursive: true })
  })
  const address = server.address()
  const url = typeof address === 'object' ? `http://127.0.0.1:${address!.port}` : ''
  const environment = { PATH: process.env['PATH'], XDG_CONFIG_HOME: folder, LANG: 'C' }
  const berth = async (args: string[], env: object = { BERTH_URL: url, BERTH_TOKEN: 't' }, input = '') => {
    const child = spawn(process.execPath, [main, ...args], { cwd: folder, env: { ...environment, ...env } })
    child.stdin.end(input)
    const [stdout, stderr, closed] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ])
    return { stdout, stderr, exitCode: closed[0] as number }
  }
  return { url, folder, asked, berth }
}

const json =
  (value: unknown): Answer =>
  (_, response) =>
    response.end(JSON.stringify(value))
const refuse = (response: ServerResponse, error: BerthError) =>
  response.writeHead(error.status).end(JSON.stringify(toProblem(error, 'en')))
const events =
  (...values: unknown[]): Answer =>
  (_, response) =>
    response.writeHead(200).write(values.map((value) => `data: ${JSON.stringify(value)}\n\n`).join(''))

test('login makes a token with the session’s cookie, whoami uses it, logout revokes it', async () => {
  const session = {
    account: 'taro',
    displayName: '太郎',
    role: 'student',
    source: 'local',
    expiresAt: null,
    version: '1',
    warnings: [],
    defaults: {
      limits: container.limits,
      maximum: container.limits,
      containers: null,
      running: null,
      memory: null,
      cpus: null,
    },
  }
  const { berth, url, folder, asked } = await station({
    'POST /session': async (request, response) => {
      expect(JSON.parse(await text(request))).toEqual({ account: 'taro', password: 'pass word' })
      response.setHeader('set-cookie', ['berth=abc; HttpOnly; Secure'])
      response.end(JSON.stringify(session))
    },
    'POST /tokens': (request, response) => {
      if (request.headers.cookie !== 'berth=abc' || request.headers.origin !== url)
        return refuse(response, new BerthError('origin-refused'))
      const token = {
        id: container.id,
        name: 'n',
        createdAt: container.createdAt,
        expiresAt: null,
        lastUsedAt: null,
      }
      return response.writeHead(201).end(JSON.stringify({ ...token, token: 'made' }))
    },
    'DELETE /session': (_, response) => response.writeHead(204).end(),
    'GET /session': (request, response) =>
      request.headers.authorization === 'Bearer made'
        ? json(session)(request, response)
        : refuse(response, new BerthError('unauthenticated')),
    [`DELETE /tokens/${container.id}`]: (_, response) => response.writeHead(204).end(),
  })
  const login = await berth(['login', url, '--account', 'taro', '--password-stdin'], {}, 'pass word\n')
  expect(login).toMatchObject({ exitCode: 0, stdout: '' })
  expect(readFileSync(join(folder, 'berth/config.json'), 'utf8')).not.toContain('pass word')
  expect((await berth(['whoami'], {})).stdout).toContain('太郎')
  expect((await berth(['whoami'], { BERTH_TOKEN: 'wrong' })).exitCode).toBe(3)
  expect((await berth(['logout'], {})).exitCode).toBe(0)
  expect(asked.at(-1)).toBe(`DELETE /tokens/${container.id}`)
  expect((await berth(['whoami'], {})).exitCode).toBe(3)
})

test('run waits until it runs, telling the place in the queue, and prints the link', async () => {
  const { berth } = await station({
    'POST /containers': (_, response) => response.writeHead(202).end(JSON.stringify(container)),
    'GET /events': events({ type: 'hello' }, { type: 'container', container: running }),
    [`GET /containers/${container.id}`]: json(container),
  })
  const { stdout, stderr, exitCode } = await berth(['run', 'welcome', '--name', 'web', '-p', '8080'])
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('8080 → http://berth.example:32768/')])
  expect(stderr).toBe('web: waiting in the queue: place 2\n')
})

test('a creation that fails says why and ends with 1; a refused one lists the fields', async () => {
  const reason = {
    code: 'image-not-found',
    params: {},
    title: 'No such image',
    detail: 'Check it.',
    log: ['\u001B[2Jx'],
  }
  const failed = { ...running, state: 'failed', reason }
  const { berth } = await station({
    'POST /containers': async (request, response) => {
      const { name } = JSON.parse(await text(request)) as { name: string }
      if (name === 'web') return response.writeHead(202).end(JSON.stringify(container))
      const fields = [{ path: 'name', code: 'name-invalid' as const }]
      return refuse(response, new BerthError('invalid-input', {}, { fields }))
    },
    'GET /events': events({ type: 'hello' }),
    [`GET /containers/${container.id}`]: json(failed),
  })
  const broken = await berth(['run', 'nope', '--name', 'web', '--json'])
  expect(broken).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('No such image\nCheck it.\n  �[2Jx') as string,
  })
  expect(JSON.parse(broken.stdout)).toMatchObject({ state: 'failed' })
  const refused = await berth(['run', 'welcome', '--name', 'A'])
  expect(refused).toMatchObject({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringContaining('  - name: ') as string,
  })
})

test('names are resolved over all pages; several go on after a failure', async () => {
  const { berth, asked } = await station({
    'GET /containers': (request, response) => {
      if (request.url?.includes('after=p2') === true) return response.end(JSON.stringify([running]))
      response.setHeader('link', '</api/v1/containers?limit=500&after=p2>; rel="next"')
      return response.end(
        JSON.stringify([{ ...running, name: 'evil\u001B[2J', id: container.id.replace(/1$/, '2') }]),
      )
    },
    [`POST /containers/${container.id}/restart`]: (_, response) =>
      response.writeHead(202).end(JSON.stringify(running)),
  })
  const ps = await berth(['ps'])
  expect(ps.stdout).toContain('evil�[2J')
  expect(ps.stdout).not.toContain('\u001B')
  expect((await berth(['ps', '-q'])).stdout.split('\n')).toContain('web')
  const restarted = await berth(['restart', '-d', 'nope', 'web'])
  expect(restarted).toMatchObject({
    exitCode: 1,
    stdout: 'web\n',
    stderr: expect.stringContaining('nope') as string,
  })
  expect(asked.at(-1)).toBe(`POST /containers/${container.id}/restart`)
})

test('exec passes output, input and exit code on; a shell needs a terminal', async () => {
  const { berth } = await station({
    'GET /containers': json([running]),
    [`POST /containers/${container.id}/exec`]: async (request, response) => {
      expect(JSON.parse(await text(request))).toEqual({ command: ['sh', '-c', 'x'], stdin: 'in' })
      response.end(JSON.stringify({ exitCode: 7, stdout: 'out', stderr: 'err' }))
    },
  })
  const exec = await berth(['exec', '-i', 'web', '--', 'sh', '-c', 'x'], undefined, 'in')
  expect(exec).toEqual({ stdout: 'out', stderr: 'err', exitCode: 7 })
  expect((await berth(['exec', 'web'])).exitCode).toBe(2)
})

test('cp sends a folder with sizes, and unpacks what comes back all or nothing', async () => {
  const { berth, folder } = await station({
    'GET /containers': json([running]),
    [`GET /containers/${container.id}/files/list`]: json({ path: '/root', entries: [], truncated: false }),
    [`POST /containers/${container.id}/files`]: async (request, response) => {
      const body = await text(request)
      const names = [...body.matchAll(/name="size"\r\n\r\n(\d+)\r\n.*\r\n.*filename="(.*)"/g)]
      expect(names.map(([, size, name]) => [size, name])).toEqual([
        ['1', 'work/a'],
        ['2', 'work/sub/b'],
      ])
      response.end('{"files":2,"bytes":3}')
    },
    [`GET /containers/${container.id}/files`]: (request, response) => {
      if (request.url?.includes('broken') === true) return response.end('this is no tar')
      const tar = spawn('tar', ['-c', '-C', folder, 'work'])
      return tar.stdout.pipe(response)
    },
  })
  mkdirSync(join(folder, 'work/sub'), { recursive: true })
  writeFileSync(join(folder, 'work/a'), 'a')
  writeFileSync(join(folder, 'work/sub/b'), 'bb')
  expect(await berth(['cp', 'work', 'web:/root'])).toMatchObject({ exitCode: 0 })
  expect(await berth(['cp', 'web:/root/work', 'back'])).toMatchObject({ exitCode: 0, stderr: '' })
  expect(readFileSync(join(folder, 'back/sub/b'), 'utf8')).toBe('bb')
  expect(await berth(['cp', 'web:/root/work', 'back/work'])).toMatchObject({ exitCode: 0 })
  expect(await berth(['cp', 'web:/broken', 'never'])).toMatchObject({ exitCode: 1 })
  const { stdout } = spawn('ls', ['-A', folder])
  expect((await text(stdout)).split('\n').filter((name) => /never|\.berth/.test(name))).toEqual([])
})

test('a server that is not there is exit code 4, wrong usage 2, in the reader’s language', async () => {
  const { berth } = await station({})
  const gone = await berth(['ps'], { BERTH_URL: 'unix:/nonexistent', BERTH_TOKEN: 't', LANG: 'ja_JP.UTF-8' })
  expect(gone).toMatchObject({
    exitCode: 4,
    stderr: expect.stringContaining('サーバーに接続できません') as string,
  })
  expect((await berth(['cp', 'a', 'b'])).exitCode).toBe(2)
  expect((await berth(['nope'])).exitCode).toBe(2)
})

test('kubeconfig is printed, or written for its owner alone, or revoked', async () => {
  const made = {
    backend: 'cluster',
    namespace: 'berth-taro',
    token: 'secret',
    expiresAt: '2030-01-01T00:00:00.000Z',
    kubeconfig: 'apiVersion: v1\nkind: Config\n',
  }
  const bodies: unknown[] = []
  const { berth, folder, asked, url } = await station({
    'POST /kubernetes/credentials': async (request, response) => {
      bodies.push(JSON.parse(await text(request)))
      response.writeHead(201).end(JSON.stringify(made))
    },
    'DELETE /kubernetes/credentials': (_, response) => response.writeHead(204).end(),
  })
  const env = { BERTH_URL: url, BERTH_TOKEN: 't', HOME: folder }
  expect(await berth(['kubeconfig'], env)).toMatchObject({ exitCode: 0, stdout: made.kubeconfig })
  const written = await berth(['kubeconfig', '--write', '--hours', '2', '--backend', 'cluster'], env)
  const file = join(folder, '.kube', 'berth.yaml')
  expect(written).toMatchObject({ exitCode: 0, stdout: '' })
  expect(written.stderr).toContain(`export KUBECONFIG=${file}`)
  expect(readFileSync(file, 'utf8')).toBe(made.kubeconfig)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(bodies).toEqual([{}, { backend: 'cluster', seconds: 7_200 }])
  expect((await berth(['kubeconfig', '--revoke'], env)).exitCode).toBe(0)
  expect(asked.at(-1)).toBe('DELETE /kubernetes/credentials')
})
