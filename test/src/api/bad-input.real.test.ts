import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import type { Container } from '@berth/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { Caller, enrol, logIn, problemOf } from './caller.ts'

let berth: RunningBerth
let admin: Caller
let student: Caller
let lent: Container

beforeAll(async () => {
  berth = await startBerth({ env: { BERTH_QUOTA_MEMORY: '4g' } })
  admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
  student = await enrol(admin, 'student')
  lent = await student.lend('lent')
})
afterAll(async () => {
  await student.giveBack(lent.id)
  await berth.stop()
})

/** Refused with the code, and afterwards everything is as it was. */
async function refusedField(body: object, path: string, code: string): Promise<void> {
  const before = await student.containers()
  const problem = await student.refused('POST', '/containers', { name: 'new', image: 'welcome', ...body })
  expect(problem).toMatchObject({ status: 400, code: 'invalid-input' })
  const field = problem.errors?.find(
    (error) => error.path === path || error.path.startsWith(`${path}.`) || error.path.startsWith(`${path}[`),
  )
  expect(field, JSON.stringify(problem)).toMatchObject({ code })
  expect(field?.detail).toBeTruthy()
  expect(await student.containers()).toEqual(before)
}

describe('a name', () => {
  test.each([
    ['empty', ''],
    ['too long', 'a'.repeat(41)],
    ['with capital letters', 'Web'],
    ['with a slash', 'a/b'],
    ['with a backslash', 'a\\b'],
    ['of dots', '..'],
    ['with a newline', 'web\n'],
    ['with an emoji', 'web🚢'],
    ['with a leading dash', '-web'],
    ['with a trailing dash', 'web-'],
    ['with NUL', 'we\0b'],
    ['with a space', 'we b'],
    ['in Japanese', 'ウェブ'],
  ])('%s is refused', async (_, name) => refusedField({ name }, 'name', 'name-invalid'))

  test('asked for twice is refused, also at the same instant', async () => {
    expect(await student.refused('POST', '/containers', { name: 'lent', image: 'welcome' })).toMatchObject({
      status: 409,
      code: 'name-taken',
    })
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        student.json('POST', '/containers', { name: 'twins', image: 'welcome' }),
      ),
    )
    expect(answers.filter((answer) => answer.status === 202)).toHaveLength(1)
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(7)
    const twins = (await student.containers()).filter(({ name }) => name === 'twins')
    expect(twins).toHaveLength(1)
    await student.giveBack(twins[0]!.id)
  })
})

describe('more than an account may have in all', () => {
  const GiB = 1024 ** 3
  const ask = (name: string, limits: object) => ({ name, image: 'welcome', limits })

  test('is refused with the numbers, at a creation and at a start, and nothing is there', async () => {
    const before = await student.containers()
    const first = await student.call<Container>('POST', '/containers', ask('first', { memory: 2 * GiB }))
    await student.call('POST', `/containers/${first.id}/stop`)
    await student.until(first.id, 'stopped')
    // With the one of 1 GiB from before these are all that may be.
    const more = ['second', 'third'].map((name) => ask(name, { memory: 1.5 * GiB }))
    const made = await Promise.all(more.map((body) => student.call<Container>('POST', '/containers', body)))
    const problem = { status: 409, code: 'quota-memory-exceeded', params: { used: 4, max: 4 } }
    expect(await student.refused('POST', '/containers', ask('fourth', { memory: GiB }))).toMatchObject(
      problem,
    )
    expect(await student.refused('POST', `/containers/${first.id}/start`)).toMatchObject(problem)
    expect(await student.refused('POST', `/containers/${first.id}/restart`)).toMatchObject(problem)
    await student.call('POST', `/containers/${made[0]!.id}/restart`)
    for (const { id } of [first, ...made]) await student.giveBack(id)
    expect(await student.containers()).toEqual(before)
  })
})

describe('an image reference', () => {
  test.each([
    ['empty', ''],
    ['with capitals', 'Debian'],
    ['that is an ID', 'a'.repeat(64)],
    ['that is an ID with its algorithm', `sha256:${'a'.repeat(64)}`],
    ['with a malformed digest', 'debian@sha256:abc'],
    ['with a digest of another kind', 'debian@md5:d41d8cd98f00b204e9800998ecf8427e'],
    ['with two tags', 'debian:1:2'],
    ['with an empty tag', 'debian:'],
    ['with a space', 'deb ian'],
    ['that climbs', '../debian'],
    ['with a newline', 'debian\n'],
    ['with NUL', 'deb\0ian'],
    ['that is an option', '--privileged'],
    ['that is a URL', 'https://example.com/debian'],
    ['too long', `a/${'b'.repeat(300)}`],
  ])('%s is refused', async (_, image) => refusedField({ image }, 'image', 'image-reference-invalid'))
})

describe('environment variables', () => {
  test.each([
    ['without =', 'A'],
    ['without a name', '=a'],
    ['with a name that starts with a digit', '1A=b'],
    ['with an open quote', 'A="b'],
    ['with NUL', 'A=b\0c'],
    ['twice the same', 'A=1 A=2'],
  ])('%s are refused', async (_, environments) =>
    refusedField({ environments }, 'environments', 'environment-invalid'),
  )

  test('of 100 kB are refused', async () =>
    refusedField({ environments: `A=${'x'.repeat(100_000)}` }, 'environments', 'environment-too-large'))

  test('with quotes, spaces and $ arrive as they were typed', async () => {
    const container = await student.lend('quotes', {
      environments: `A='it is $HOME' B="a 'b' c" C=日本語 D=`,
    })
    const { stdout } = await student.call<{ stdout: string }>('POST', `/containers/${container.id}/exec`, {
      command: ['sh', '-c', 'printf "%s|%s|%s|%s" "$A" "$B" "$C" "$D"'],
    })
    expect(stdout).toBe(`it is $HOME|a 'b' c|日本語|`)
    await student.giveBack(container.id)
  })
})

describe('guest ports', () => {
  test.each([
    ['0', '0', 'port-invalid'],
    ['65536', '65536', 'port-invalid'],
    ['with a protocol', '80/udp', 'port-invalid'],
    ['a letter', 'a', 'port-invalid'],
    ['negative', '-1', 'port-invalid'],
    ['a fraction', '80.5', 'port-invalid'],
    ['hexadecimal', '0x50', 'port-invalid'],
    ['with a mapping', '8080:80', 'port-invalid'],
    ['twice the same', '80 80', 'port-invalid'],
    ['1,000 of them', Array.from({ length: 1_000 }, (_, i) => 1_000 + i).join(' '), 'ports-too-many'],
  ])('%s are refused', async (_, guestPorts, code) => refusedField({ guestPorts }, 'guestPorts', code))
})

test('limits out of range are refused', async () => {
  for (const limits of [{ memory: 1 }, { memory: 2 ** 50 }, { cpus: 1e6 }, { pids: 2 ** 30 }, { gpus: 64 }]) {
    await refusedField({ limits }, 'limits', 'limit-invalid')
  }
})

describe('a body', () => {
  test('that is not JSON is refused', async () => {
    const response = await student.send('POST', '/containers', '{"name":', {
      'content-type': 'application/json',
    })
    expect(await problemOf(response)).toMatchObject({ status: 400, code: 'malformed-body' })
  })

  test('of a wrong content type is refused', async () => {
    const response = await student.send('POST', '/containers', '<name>x</name>', {
      'content-type': 'application/xml',
    })
    expect(await problemOf(response)).toMatchObject({ status: 415, code: 'unsupported-media-type' })
    const upload = await student.send('POST', `/containers/${lent.id}/files?path=/tmp`, '{}', {
      'content-type': 'application/json',
    })
    expect(await problemOf(upload)).toMatchObject({ status: 415, code: 'unsupported-media-type' })
  })

  test('of 100 MB is refused without being read', async () => {
    const sent = request(`${berth.url}/api/v1/containers`, {
      method: 'POST',
      headers: { ...student.headers, 'content-type': 'application/json', 'content-length': 100_000_000 },
    })
    sent.on('error', () => undefined)
    sent.write('{"name":"')
    const [response] = (await once(sent, 'response')) as [{ statusCode: number }]
    expect(response.statusCode).toBe(413)
    sent.destroy()
  })
})

describe('an upload', () => {
  const exec = (script: string) =>
    student.call<{ stdout: string; exitCode: number }>('POST', `/containers/${lent.id}/exec`, {
      command: ['sh', '-c', script],
    })

  test.each(['../outside', '/absolute', 'a/../../outside', 'a/..', '..'])(
    'whose path is %s is refused',
    async (filename) => {
      const body = `--x\r\ncontent-disposition: form-data; name="file"; filename="${filename}"\r\n\r\nhello\r\n--x--\r\n`
      const response = await student.send(
        'POST',
        `/containers/${lent.id}/files?path=/tmp/inside/deep`,
        body,
        { 'content-type': 'multipart/form-data; boundary=x' },
      )
      expect(await problemOf(response)).toMatchObject({ status: 400, code: 'path-invalid' })
      expect((await exec('ls -a /tmp/outside /tmp/inside/outside /absolute 2>/dev/null; true')).stdout).toBe(
        '',
      )
    },
  )

  test.each(['relative', '/a/../../etc', '', '/a\0b'])('into the folder %j is refused', async (path) => {
    const form = new FormData()
    form.append('file', new Blob(['hello']), 'a.txt')
    const response = await student.send(
      'POST',
      `/containers/${lent.id}/files?path=${encodeURIComponent(path)}`,
      form,
    )
    expect((await problemOf(response)).status).toBe(400)
  })

  test('that breaks off leaves what was there before', async () => {
    await exec('mkdir -p /tmp/kept && printf old > /tmp/kept/file')
    const { hostname, port } = new URL(berth.url)
    const socket = connect(Number(port), hostname)
    const head = `--x\r\ncontent-disposition: form-data; name="size"\r\n\r\n1000000\r\n--x\r\ncontent-disposition: form-data; name="file"; filename="file"\r\n\r\n`
    const headers = Object.entries(student.headers)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')
    socket.write(
      `POST /api/v1/containers/${lent.id}/files?path=/tmp/kept HTTP/1.1\r\nhost: ${hostname}:${port}\r\n${headers}content-type: multipart/form-data; boundary=x\r\ncontent-length: 1000500\r\n\r\n${head}`,
    )
    socket.write('n'.repeat(300_000))
    await new Promise((resolve) => setTimeout(resolve, 300))
    socket.destroy()
    await expect
      .poll(
        async () => (await exec('cat /tmp/kept/file; ls -A /tmp/kept | wc -l')).stdout.replaceAll(/\s/g, ''),
        { timeout: 10_000 },
      )
      .toBe('old1')
  })
})

describe('a terminal message that is not one', () => {
  test.each(['hello', '{"type":"unknown"}', '{"type":"resize","columns":-1,"rows":5}', '[]'])(
    '%s is refused, and the terminal ends',
    async (message) => {
      const socket = new WebSocket(
        `${berth.url.replace('http', 'ws')}/api/v1/containers/${lent.id}/terminal`,
        { headers: student.headers },
      )
      await once(socket, 'open')
      const notices: string[] = []
      socket.on('message', (data, binary) => {
        if (!binary) notices.push((data as Buffer).toString())
      })
      socket.send(message)
      const [code] = (await once(socket, 'close')) as [number]
      expect(code).toBe(1007)
      expect(notices.join('\n')).toContain('terminal-message-invalid')
    },
  )
})

describe('somebody who may not', () => {
  test('with an unknown session or token is told to log in', async () => {
    const cookie = new Caller(berth.url, { cookie: 'berth_session=AAAA' })
    expect(await cookie.refused('GET', '/containers')).toMatchObject({ status: 401, code: 'session-expired' })
    const token = new Caller(berth.url, { authorization: 'Bearer berth_nonsense' })
    expect((await token.refused('GET', '/containers')).status).toBe(401)
    expect(await new Caller(berth.url).refused('GET', '/containers')).toMatchObject({
      status: 401,
      code: 'unauthenticated',
    })
  })

  test('with the token or session of a deleted account is nobody', async () => {
    const leaver = await enrol(admin, 'leaver')
    const { token } = await leaver.call<{ token: string }>('POST', '/tokens', { name: 'script' })
    const script = new Caller(berth.url, { authorization: `Bearer ${token}` })
    expect(await script.containers()).toEqual([])
    await admin.call('DELETE', '/accounts/leaver')
    expect((await script.refused('GET', '/containers')).status).toBe(401)
    expect((await leaver.refused('GET', '/containers')).status).toBe(401)
  })

  test('from another site is refused', async () => {
    const response = await student.send(
      'POST',
      '/containers',
      JSON.stringify({ name: 'csrf', image: 'welcome' }),
      { 'content-type': 'application/json', origin: 'https://evil.example' },
    )
    expect(await problemOf(response)).toMatchObject({ status: 403, code: 'origin-refused' })
    const socket = new WebSocket(`${berth.url.replace('http', 'ws')}/api/v1/containers/${lent.id}/terminal`, {
      headers: { ...student.headers, origin: 'https://evil.example' },
    })
    socket.on('error', () => undefined)
    const [, response2] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }]
    expect(response2.statusCode).toBe(403)
  })
})
