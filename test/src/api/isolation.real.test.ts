import { once } from 'node:events'
import type { AuditEntry, Container } from '@berth/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import type { Caller } from './caller.ts'
import { enrol, logIn } from './caller.ts'

let berth: RunningBerth
let machine: TestDocker
let admin: Caller
let alice: Caller
let mallory: Caller
let hers: Container
let theirs: Container
let runtimeId: string
let address: string

beforeAll(async () => {
  machine = await useDocker()
  berth = await startBerth({})
  admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
  alice = await enrol(admin, 'alice')
  mallory = await enrol(admin, 'mallory', 'teacher')
  hers = await alice.lend('secret', { environments: 'PASSWORD=open-sesame', guestPorts: '8080' })
  theirs = await mallory.lend('secret')
  const [found] = await machine.docker.listContainers({ filters: { label: [`berth.container=${hers.id}`] } })
  runtimeId = found?.Id ?? ''
  address = Object.values(found?.NetworkSettings.Networks ?? {})[0]?.IPAddress ?? ''
})
afterAll(async () => {
  await alice.giveBack(hers.id)
  await mallory.giveBack(theirs.id)
  await berth.stop()
})

const spellings = (): [string, string][] => [
  ['the ID', hers.id],
  ['the ID in capitals', hers.id.toUpperCase()],
  ['the ID percent-encoded', Buffer.from(hers.id).toString('hex').replaceAll(/../g, '%$&')],
  ['the ID in braces', `{${hers.id}}`],
  ['the ID without hyphens', hers.id.replaceAll('-', '')],
  ['the name', hers.name],
  ['account and name', `alice/${hers.name}`],
  ['account and name encoded', `alice%2F${hers.name}`],
  ['the runtime’s ID', runtimeId],
  ['the runtime’s short ID', runtimeId.slice(0, 12)],
  ['the runtime’s name', `${hers.name}.alice`],
  ['a way up', `${theirs.id}%2F..%2F${hers.id}`],
  ['a way up, encoded twice', `${theirs.id}%252F..%252F${hers.id}`],
  ['a query in the path', `${hers.id}%3Fscope=all`],
  ['NUL behind it', `${hers.id}%00`],
  ['white space behind it', `${hers.id}%20`],
]

const attempts: [string, string, NonNullable<RequestInit['body']>?, Record<string, string>?][] = [
  ['GET', ''],
  ['DELETE', ''],
  ['POST', '/start'],
  ['POST', '/stop'],
  ['POST', '/restart'],
  ['POST', '/exec', JSON.stringify({ command: ['id'] }), { 'content-type': 'application/json' }],
  ['GET', '/logs'],
  ['GET', '/stats'],
  ['GET', '/files?path=/etc/passwd'],
  ['GET', '/files/list?path=/'],
  [
    'POST',
    '/files?path=/tmp',
    '--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\na\r\n--x--\r\n',
    { 'content-type': 'multipart/form-data; boundary=x' },
  ],
  ['PUT', '/files?path=/tmp', new Uint8Array(1024), { 'content-type': 'application/x-tar' }],
]

/** Restarts a container and waits until its new main process runs. */
async function restarted(owner: Caller, { id }: Container): Promise<void> {
  const { startedAt } = await owner.call<Container>('GET', `/containers/${id}`)
  await owner.call('POST', `/containers/${id}/restart`)
  const now = () => owner.call<Container>('GET', `/containers/${id}`)
  await expect.poll(async () => (await now()).startedAt, { timeout: 30_000 }).not.toBe(startedAt)
  await owner.until(id, 'running')
}

describe('another account’s container', () => {
  test('is found by no spelling and no route, and goes on untouched', async () => {
    const before = await alice.call('GET', `/containers/${hers.id}`)
    for (const [spelling, id] of spellings()) {
      for (const [method, path, body, headers] of attempts) {
        const response = await mallory.send(method, `/containers/${id}${path}`, body, headers)
        expect([400, 404], `${method} ${path} by ${spelling}: ${response.status}`).toContain(response.status)
        expect(await response.text()).not.toContain('open-sesame')
      }
    }
    expect(await alice.call('GET', `/containers/${hers.id}`)).toEqual(before)
  })

  test('opens no terminal', async () => {
    for (const query of ['', '?attach', '?attach=true']) {
      const socket = new WebSocket(
        `${berth.url.replace('http', 'ws')}/api/v1/containers/${hers.id}/terminal${query}`,
        { headers: mallory.headers },
      )
      socket.on('error', () => undefined)
      const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }]
      expect(response.statusCode).toBe(404)
    }
  })

  test('a terminal session of another container is not resumed', async () => {
    const hersSocket = new WebSocket(
      `${berth.url.replace('http', 'ws')}/api/v1/containers/${hers.id}/terminal`,
      { headers: alice.headers },
    )
    const [notice] = (await once(hersSocket, 'message')) as [Buffer]
    const { session } = JSON.parse(notice.toString()) as { session: string }
    const socket = new WebSocket(
      `${berth.url.replace('http', 'ws')}/api/v1/containers/${theirs.id}/terminal?session=${session}`,
      { headers: mallory.headers },
    )
    socket.on('error', () => undefined)
    const text: string[] = []
    socket.on('message', (data) => text.push((data as Buffer).toString()))
    await Promise.race([once(socket, 'close'), once(socket, 'unexpected-response')])
    expect(text.join('')).not.toContain('"resumed":true')
    hersSocket.close()
  })

  test('is in no list and no event', async () => {
    const lists = await Promise.all(
      ['/containers', '/containers?account=alice', '/containers?search=secret'].map(async (path) =>
        (await mallory.send('GET', path)).text(),
      ),
    )
    for (const list of lists) expect(list).not.toContain(hers.id)
    expect((await mallory.send('GET', '/containers?scope=all')).status).toBe(403)

    const abort = new AbortController()
    const events = await fetch(`${berth.url}/api/v1/events`, {
      headers: mallory.headers,
      signal: abort.signal,
    })
    let seen = ''
    const reading = (async () => {
      for await (const chunk of events.body!.pipeThrough(new TextDecoderStream())) seen += chunk
    })().catch(() => undefined)
    await restarted(alice, hers)
    await restarted(mallory, theirs)
    await expect.poll(() => seen, { timeout: 20_000 }).toContain(theirs.id)
    expect(seen).not.toContain(hers.id)
    abort.abort()
    await reading
  })

  test('is out of reach over the network', async () => {
    const reach = async (host: string) => {
      const script = `exec 3<>/dev/tcp/${host}/8080 && echo reached`
      const { stdout } = await mallory.call<{ stdout: string }>('POST', `/containers/${theirs.id}/exec`, {
        command: ['timeout', '3', 'bash', '-c', script],
      })
      return stdout.includes('reached')
    }
    expect(address).toMatch(/^\d+\./)
    expect(await reach('127.0.0.1'), 'the check itself works').toBe(true)
    expect(await reach(address), 'by its address').toBe(false)
    for (const name of [`${hers.name}.alice`, hers.id, runtimeId.slice(0, 12)])
      expect(await reach(name), name).toBe(false)
  })

  test('names like it, spelled to meet it, are containers of their own', async () => {
    for (const account of ['a.b', 'a_b', 'a-b', 'a']) await enrol(admin, account)
    const people = await Promise.all(
      ['a.b', 'a_b', 'a-b', 'a'].map((account) =>
        logIn(berth.url, account, `${account} has a long password`),
      ),
    )
    const lent = await Promise.all(people.map((person, i) => person.lend(['c', 'c', 'c', 'b-c'][i]!)))
    const running = await machine.docker.listContainers({
      filters: { label: lent.map(({ id }) => `berth.container=${id}`).slice(0, 1) },
    })
    expect(running).toHaveLength(1)
    expect(new Set(lent.map(({ id }) => id)).size).toBe(4)
    await Promise.all(people.map((person, i) => person.giveBack(lent[i]!.id)))
  })
})

test('an administrator who enters is in the audit log, and nobody else reads it', async () => {
  await admin.call('POST', `/containers/${hers.id}/exec`, { command: ['true'] })
  await expect
    .poll(() => admin.call<AuditEntry[]>('GET', '/audit?action=exec-container'), { timeout: 5_000 })
    .toContainEqual(
      expect.objectContaining({ account: 'admin', owner: 'alice', action: 'exec-container', outcome: 'ok' }),
    )
  expect((await mallory.send('GET', '/audit')).status).toBe(403)
})

test('root in a container is nobody outside', async () => {
  const run = (script: string) =>
    alice.call<{ stdout: string; exitCode: number }>('POST', `/containers/${hers.id}/exec`, {
      command: ['sh', '-c', script],
    })
  expect((await run('id -u')).stdout.trim()).toBe('0')
  expect(
    (
      await run("awk '{print $2}' /proc/self/uid_map 2>/dev/null || cut -c11-20 /proc/self/uid_map")
    ).stdout.trim(),
  ).not.toBe('0')
  for (const attempt of [
    'mount -t tmpfs none /mnt',
    'mknod /tmp/sda b 8 0',
    'chroot /proc/1/root/../.. ls /work',
    'ls /var/run/docker.sock',
    'echo 1 > /proc/sys/kernel/panic',
    'dmesg',
  ]) {
    expect((await run(`${attempt} 2>/dev/null`)).exitCode, attempt).not.toBe(0)
  }
})
