import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { AuditEntry, Image, SingularityEvent } from '@berth/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useApptainer, type Apptainer } from '../fixtures/apptainer.ts'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { breakDownloads, comeThrough, type BrokenDownloads } from '../fixtures/broken-downloads.ts'
import { buildThroughBerth } from '../fixtures/build-through-berth.ts'
import { until } from '../fixtures/child.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { startProxy } from '../fixtures/proxy.ts'
import { startRegistry, type TestRegistry } from '../fixtures/registry.ts'
import { spoilRegistry } from '../fixtures/spoiled-registry.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { buildImage } from '../singularity/test-images.ts'
import { enrol, logIn, pause, problemOf, type Caller } from './caller.ts'

const cli = join(import.meta.dirname, '../../../apps/cli/src/main.ts')
let folder: string
let machine: TestDocker
let berth: RunningBerth
let apptainer: Apptainer
let registry: TestRegistry
let alice: Caller
let bob: Caller
let admin: Caller

beforeAll(async () => {
  folder = await temporaryFolder('singularity')
  machine = await useDocker()
  apptainer = await useApptainer()
  registry = await startRegistry()
  berth = await startBerth({ env: { BERTH_AGENT_SINGULARITY_FOLDER: join(folder, 'cache') } })
  admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
  alice = await enrol(admin, 'alice', 'teacher')
  bob = await enrol(admin, 'bob')
})
afterAll(async () => {
  await berth.stop()
  await registry.stop()
  await apptainer.close()
  await rm(folder, { recursive: true, force: true })
})

/** Builds an image as Alice's build does, and gives it as the console tells it. */
async function build(name: string, instructions: string): Promise<Image> {
  const labels = `LABEL berth.instance=${berth.instance} berth.account=alice`
  await buildImage(machine.docker, `berth.internal/alice/${name}:1`, `${instructions}\n${labels}`)
  return listed(name)
}

/** An image of Alice's, once the console knows of it. */
async function listed(name: string): Promise<Image> {
  let found: Image | undefined
  await until(
    () => `${name} is in the list`,
    async () => {
      found = (await alice.call<Image[]>('GET', '/images')).find((image) => image.name.startsWith(name))
      return found !== undefined
    },
  )
  return found as Image
}

const large = 'RUN dd if=/dev/urandom of=/large bs=1M count=192'
const pathOf = ({ id }: Image): string => `/images/${id}/singularity`

/** Asks until the file is there. */
async function finished(
  caller: Caller,
  image: Image,
  headers: Record<string, string> = {},
  query = '',
): Promise<Response> {
  for (;;) {
    const answer = await caller.send('GET', `${pathOf(image)}${query}`, undefined, headers)
    if (answer.status !== 202) return answer
    expect(['queued', 'progress']).toContain(((await answer.json()) as SingularityEvent).type)
    await pause(100)
  }
}

async function eventsOf(answer: Response): Promise<SingularityEvent[]> {
  expect(answer.status).toBe(200)
  const lines = (await answer.text()).trim().split('\n')
  return lines.map((line) => JSON.parse(line) as SingularityEvent)
}

/** As its superblock says it: https://dr-emann.github.io/squashfs/ */
const squashfs = { gzip: 1, zstd: 6 }
const bytesOf = async (answer: Response): Promise<Buffer> => Buffer.from(await answer.arrayBuffer())
const untilMade = () =>
  until(
    () => 'it is being made',
    () => partsInCache().length > 0,
  )
const untilNoneIsMade = () =>
  until(
    () => 'nothing is left of it',
    () => partsInCache().length === 0,
  )
const partsInCache = (): string[] =>
  readdirSync(join(folder, 'cache')).filter((name) => name.endsWith('.part'))

it('is 202 while it is made, then the file, which Apptainer runs as an ordinary user', async () => {
  const image = await build('hello', 'ENV GREETING=こんにちは\nCMD echo "$GREETING from the image"')
  const answer = await finished(alice, image)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-disposition')).toContain('hello_1.sif')
  const file = await bytesOf(answer)
  const sha256 = createHash('sha256').update(file).digest()
  expect(answer.headers.get('repr-digest')).toBe(`sha-256=:${sha256.toString('base64')}:`)
  const path = join(folder, 'hello.sif')
  writeFileSync(path, file)
  const ran = await apptainer.run(['run', '--unsquash', await apptainer.give(path, 'hello.sif')])
  expect(ran).toMatchObject({ code: 0, stdout: 'こんにちは from the image\n' })
  const begun = await admin.call<AuditEntry[]>('GET', '/audit?action=export-singularity&account=alice')
  expect(begun).toMatchObject([{ target: `hello:1 ${image.id}`, owner: 'alice', outcome: 'ok' }])
})

/** How the squashfs in a SIF file is compressed. */
const compressionOf = (file: Buffer): number => file.readUInt16LE(file.indexOf('hsqs') + 20)

it('comes in ranges, and not again to who has it', async () => {
  const image = await build('ranges', 'RUN echo x > /x')
  const whole = await finished(alice, image)
  const etag = whole.headers.get('etag') ?? ''
  const bytes = await bytesOf(whole)
  const rest = await alice.send('GET', pathOf(image), undefined, { range: 'bytes=1000-', 'if-range': etag })
  expect([rest.status, rest.headers.get('content-range')]).toEqual([
    206,
    `bytes 1000-${bytes.length - 1}/${bytes.length}`,
  ])
  expect((await bytesOf(rest)).equals(bytes.subarray(1000))).toBe(true)
  const other = await alice.send('GET', pathOf(image), undefined, { range: 'bytes=1000-', 'if-range': '"x"' })
  expect([other.status, (await bytesOf(other)).length]).toEqual([200, bytes.length])
  expect((await alice.send('GET', pathOf(image), undefined, { 'if-none-match': etag })).status).toBe(304)
  const past = await alice.send('GET', pathOf(image), undefined, { range: `bytes=${bytes.length}-` })
  expect((await problemOf(past)).code).toBe('range-invalid')
  const gzip = await bytesOf(await finished(alice, image, {}, '?compression=gzip'))
  expect([bytes, gzip].map(compressionOf)).toEqual([squashfs.zstd, squashfs.gzip])
})

it('goes on where a connection broke', async () => {
  const image = await build('broken', large)
  await finished(alice, image).then((answer) => answer.body?.cancel())
  const { hostname, port } = new URL(berth.url)
  const way = await startProxy(hostname, Number(port))
  const answer = await fetch(`http://127.0.0.1:${way.port}/api/v1${pathOf(image)}`, {
    headers: alice.headers,
  })
  const body = answer.body as AsyncIterable<Uint8Array>
  const begun: Uint8Array[] = []
  const read = async (): Promise<void> => {
    for await (const chunk of body) if (begun.push(chunk) === 10) way.cut()
  }
  await expect(read()).rejects.toThrow()
  await way.close()
  const there = Buffer.concat(begun)
  const headers = { range: `bytes=${there.length}-`, 'if-range': answer.headers.get('etag') ?? '' }
  const rest = await alice.send('GET', pathOf(image), undefined, headers)
  expect(rest.status).toBe(206)
  const sha256 = createHash('sha256')
    .update(there)
    .update(await bytesOf(rest))
  expect(answer.headers.get('repr-digest')).toBe(`sha-256=:${sha256.digest('base64')}:`)
})

it('is as private as its image, also once it is made, and once sharing is withdrawn', async () => {
  const image = await build('private', 'RUN echo secret > /secret')
  const etag = (await finished(alice, image)).headers.get('etag') ?? ''
  const refused = async (): Promise<void> => {
    const attempts = [
      ['GET', {}],
      ['GET', { range: 'bytes=0-' }],
      ['GET', { 'if-none-match': etag }],
      ['GET', { range: 'bytes=0-', 'if-range': etag }],
      ['HEAD', {}],
      ['DELETE', {}],
    ] as const
    for (const [method, headers] of attempts)
      expect((await bob.send(method, pathOf(image), undefined, headers)).status, method).toBe(404)
    expect((await bob.refused('POST', pathOf(image), {})).code).toBe('not-found')
  }
  await refused()
  await alice.call('PATCH', `/images/${image.id}`, { shared: true })
  expect((await finished(bob, image)).status).toBe(200)
  await alice.call('PATCH', `/images/${image.id}`, { shared: false })
  await refused()
})

it('is told of to nobody from whom it was withdrawn while it was made', async () => {
  const image = await build('withdrawn', large)
  await alice.call('PATCH', `/images/${image.id}`, { shared: true })
  const stream = await bob.json('POST', pathOf(image), {})
  await untilMade()
  await alice.call('PATCH', `/images/${image.id}`, { shared: false })
  const events = await eventsOf(stream)
  expect(events.at(-1)).toMatchObject({ type: 'failed', problem: { code: 'image-access-denied' } })
  expect(events.map(({ type }) => type)).not.toContain('done')
  expect((await finished(alice, image)).status).toBe(200)
})

it('tells how it goes, and is made once for two who ask', async () => {
  const image = await build('twice', large)
  await alice.call('PATCH', `/images/${image.id}`, { shared: true })
  const streams = await Promise.all([alice, bob].map((one) => one.json('POST', pathOf(image), {})))
  const [hers = [], his = []] = await Promise.all(streams.map(eventsOf))
  expect(hers.map(({ type }) => type)).toContain('progress')
  expect(hers.at(-1)).toMatchObject({ type: 'done', file: { name: 'twice_1.sif' } })
  expect(his.at(-1)).toEqual(hers.at(-1))
})

it('is cancelled by the last who waits for it, leaves nothing, and the next has its turn', async () => {
  const image = await build('cancelled', large)
  const next = await build('next', 'RUN echo x > /next')
  expect((await alice.send('GET', pathOf(image))).status).toBe(202)
  await untilMade()
  const waiting = await alice.json('POST', pathOf(next), {})
  await until(
    () => 'the next one waits',
    async () => (await placeOf(next)) === 1,
  )
  await alice.call('DELETE', pathOf(image))
  expect((await eventsOf(waiting)).map(({ type }) => type)).toEqual(
    expect.arrayContaining(['queued', 'done']),
  )
  await untilNoneIsMade()
  await alice.call('DELETE', pathOf(image))
})

/** Its place in the queue, as it is told to who asks. */
async function placeOf(image: Image): Promise<number | undefined> {
  const answer = await alice.send('GET', pathOf(image))
  const event = answer.status === 202 ? ((await answer.json()) as SingularityEvent) : undefined
  return event?.type === 'queued' ? event.position : undefined
}

it('goes on when the agent is killed at work, and anew when the console is', async () => {
  const image = await build('killed', large)
  const stream = await alice.json('POST', pathOf(image), {})
  await untilMade()
  await berth.kill('agent', 'SIGKILL')
  expect((await eventsOf(stream)).at(-1)?.type).toBe('done')

  const another = await build('killed-too', large)
  expect((await alice.send('GET', pathOf(another))).status).toBe(202)
  await berth.restart()
  await until(
    () => 'the agent is known again',
    async () => (await alice.send('GET', pathOf(another))).status !== 503,
  )
  expect((await finished(alice, another)).status).toBe(200)
  expect(partsInCache()).toEqual([])
})

it('ends with its image’s removal', async () => {
  const image = await build('removed', large)
  const stream = await alice.json('POST', pathOf(image), {})
  await alice.call('DELETE', `/images/${image.id}`)
  const last = (await eventsOf(stream)).at(-1)
  expect(last?.type).toBe('failed')
  expect((await alice.refused('GET', pathOf(image))).status).toBe(404)
})

describe('an image that lies in a registry only', () => {
  /** A registry with `tool:1`, which no daemon has any more. */
  async function published(name: string, instructions: string): Promise<string> {
    await buildImage(machine.docker, `berth-test/${name}:1`, instructions)
    await registry.push(machine.docker, `berth-test/${name}:1`, `${name}:1`)
    await machine.docker.getImage(`berth-test/${name}:1`).remove({ force: true })
    return `${registry.host}/${name}:1`
  }
  const ask = (image: string): string => `/singularity?image=${encodeURIComponent(image)}`
  async function fetched(caller: Caller, image: string): Promise<Response> {
    for (;;) {
      const answer = await caller.send('GET', ask(image))
      if (answer.status !== 202) return answer
      await answer.body?.cancel()
      await pause(100)
    }
  }

  it('is pulled with its progress, then the file, which Apptainer runs', async () => {
    const image = await published('tool', `ENV WHO=registry\nCMD echo "from the $WHO"\n${large}`)
    const events = await eventsOf(await bob.json('POST', '/singularity', { image }))
    expect([...new Set(events.map(({ type }) => type))]).toEqual(
      expect.arrayContaining(['pulling', 'progress', 'done']),
    )
    const answer = await fetched(bob, image)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-disposition')).toContain('tool_1.sif')
    const path = join(folder, 'tool.sif')
    writeFileSync(path, await bytesOf(answer))
    const ran = await apptainer.run(['run', '--unsquash', await apptainer.give(path, 'tool.sif')])
    expect(ran).toMatchObject({ code: 0, stdout: 'from the registry\n' })
  })

  it('is 202 until then, also by its digest', async () => {
    await buildImage(machine.docker, 'berth-test/digest:1', 'RUN echo digest > /digest')
    const digest = await registry.push(machine.docker, 'berth-test/digest:1', 'digest:1')
    await machine.docker.getImage('berth-test/digest:1').remove({ force: true })
    const image = `${registry.host}/digest:1@${digest}`
    expect((await alice.send('GET', ask(image))).status).toBe(202)
    expect((await fetched(alice, image)).status).toBe(200)
  })

  it('that is not there, or whose registry is away, is told', async () => {
    expect((await problemOf(await fetched(bob, `${registry.host}/nothing:1`))).code).toBe('image-not-found')
    expect((await problemOf(await fetched(bob, '127.0.0.1:9/nothing:1'))).code).toBe('registry-unreachable')
    expect((await bob.refused('GET', ask('Not an image'))).code).toBe('invalid-input')
  })

  it('whose registry stalls holds nobody else up, and is given up without a trace', async () => {
    const stalled = await spoilRegistry(registry.host, 'stalls')
    const image = `${stalled.host}/tool:1`
    const stream = await bob.json('POST', '/singularity', { image })
    await until(
      () => 'the registry is asked',
      () => stalled.waiting() > 0,
    )
    const other = await build('meanwhile', 'RUN echo x > /meanwhile')
    expect((await finished(alice, other)).status).toBe(200)
    expect((await bob.send('GET', ask(image))).status).toBe(202)
    await bob.call('DELETE', ask(image))
    expect((await eventsOf(stream)).at(-1)?.type).toBe('failed')
    expect(partsInCache()).toEqual([])
    stalled.stop()
  })

  it('that comes with a corrupt layer is told, and leaves nothing', async () => {
    const name = await published('corrupt', 'RUN echo corrupt > /corrupt')
    const spoiled = await spoilRegistry(registry.host, 'corrupts')
    const image = name.replace(registry.host, spoiled.host)
    expect((await problemOf(await fetched(bob, image))).code).toBe('pull-failed')
    await expect(machine.docker.getImage(image).inspect()).rejects.toThrow()
    expect(partsInCache()).toEqual([])
    spoiled.stop()
    expect((await fetched(bob, name)).status).toBe(200)
  })

  it('is never another account’s own, by any spelling', async () => {
    await build('hidden', 'RUN echo secret > /secret')
    const reference = 'berth.internal/alice/hidden:1'
    expect((await fetched(alice, reference)).status).toBe(200)
    for (const spelling of [
      reference,
      'BERTH.internal/alice/hidden:1',
      'berth.internal:443/alice/hidden:1',
    ]) {
      expect((await bob.refused('GET', ask(spelling))).code, spelling).toBe('image-access-denied')
      expect((await bob.refused('DELETE', ask(spelling))).code, spelling).toBe('image-access-denied')
      expect((await bob.refused('POST', '/singularity', { image: spelling })).code).toBe(
        'image-access-denied',
      )
    }
    const { Id } = await machine.docker.getImage(reference).inspect()
    expect((await bob.refused('GET', ask(Id))).code).toBe('invalid-input')
    expect((await problemOf(await fetched(bob, 'alice/hidden:1'))).code).not.toBe('image-access-denied')
  })
})

it('tells its head without being read', async () => {
  const image = await build('head', large)
  const whole = await finished(alice, image)
  const size = whole.headers.get('content-length')
  await whole.body?.cancel()
  const head = await alice.send('HEAD', pathOf(image))
  expect([head.status, head.headers.get('content-length')]).toEqual([200, size])
  expect(Number(size)).toBeGreaterThan(192 * 1024 * 1024)
})

it('holds no more than a little of it for those who hardly read, and lets go when they leave', async () => {
  const image = await build('slow', large)
  await finished(alice, image).then((answer) => answer.body?.cancel())
  const pids = [berth.processes.console, berth.processes.agent]
  const resident = (): number =>
    pids.reduce((sum, pid) => {
      const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8')
      return sum + Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
    }, 0)
  // The console reads the files of an agent on its own machine.
  const open = (): number => pids.reduce((sum, pid) => sum + openFiles(pid, '.sif'), 0)
  const before = resident()
  const { readers, leave } = await slowReaders(image)
  await until(
    () => 'all are being served',
    () => open() === readers,
  )
  expect((await bytesOf(await finished(alice, image))).length).toBeGreaterThan(192 * 1024 * 1024)
  // Unread, the file would be held 30 times.
  expect(resident() - before).toBeLessThan(1024)
  leave()
  await until(
    () => 'the files are closed',
    () => open() === 0,
  )
})

/** How many files with this ending a process has open. */
function openFiles(pid: number, ending: string): number {
  const folderOf = `/proc/${String(pid)}/fd`
  return readdirSync(folderOf).filter((fd) => {
    try {
      return readlinkSync(join(folderOf, fd)).endsWith(ending)
    } catch {
      return false
    }
  }).length
}

/** Connections on which the whole file is asked for and a byte of it read. */
async function slowReaders(image: Image): Promise<{ readers: number; leave: () => void }> {
  const readers = 30
  const { hostname, port } = new URL(berth.url)
  const head = Object.entries(alice.headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const sockets = await Promise.all(
    Array.from({ length: readers }, async () => {
      const socket = connect(Number(port), hostname)
      socket.write(
        `GET /api/v1${pathOf(image)} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n${head.join('')}\r\n`,
      )
      await once(socket, 'readable')
      socket.read(1)
      return socket
    }),
  )
  return { readers, leave: () => sockets.forEach((socket) => socket.destroy()) }
}

describe('`berth pull` on a server', () => {
  const run = (...args: string[]): ChildProcess =>
    spawn(process.execPath, [cli, ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'], LANG: 'C', XDG_CONFIG_HOME: join(folder, 'home') },
    })
  const part = (): string | undefined => readdirSync(folder).find((name) => name.endsWith('.part'))
  const sizeOfPart = (): number =>
    statSync(join(folder, part() ?? 'none'), { throwIfNoEntry: false })?.size ?? 0
  let way: BrokenDownloads

  beforeAll(async () => {
    way = await breakDownloads(berth.url, ['stalls', 'breaks'])
    mkdirSync(join(folder, 'home'), { recursive: true })
    const login = run('login', way.url, '--account', 'alice', '--password-stdin')
    login.stdin?.end('alice has a long password\n')
    await once(login, 'close')
  })
  afterAll(() => way.stop())

  it('goes on where it broke off, in another process and in the same', async () => {
    const content = 'ENV WHO=Alice\nRUN dd if=/dev/urandom of=/large bs=1M count=16\nCMD echo "$WHO built it"'
    await buildThroughBerth(berth, 'alice', 'pulled', content)
    const { name } = await listed('pulled')
    const first = run('pull', '--singularity', name)
    await until(
      () => 'some of it is there',
      () => sizeOfPart() >= comeThrough,
    )
    first.kill('SIGKILL')
    await once(first, 'close')
    const begun = sizeOfPart()
    const other = '.pulled_latest.sif.0123456789abcdef.part'
    writeFileSync(join(folder, other), 'of what the image was before')
    const second = run('pull', '--singularity', name, '--json')
    const said = await text(second.stdout!)
    expect((await closed(second))[0]).toBe(0)
    const [whole, rest, last] = way.downloads
    expect(whole).toEqual({ range: undefined, status: 200 })
    expect(rest).toEqual({ range: `bytes=${begun}-`, status: 206 })
    expect(last?.status).toBe(206)
    expect(Number(/^bytes=(\d+)-$/.exec(last?.range ?? '')?.[1])).toBeGreaterThan(begun)
    expect(way.downloads.length).toBe(3)
    const { path, sha256 } = JSON.parse(said) as { path: string; sha256: string }
    expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(sha256)
    expect(readdirSync(folder).filter((each) => each.endsWith('.part'))).toEqual([])
    const given = await apptainer.give(path, 'pulled_latest.sif')
    const ran = await apptainer.run(['run', '--unsquash', given])
    expect(ran).toMatchObject({ code: 0, stdout: 'Alice built it\n' })
    const inside = await apptainer.run(['exec', '--unsquash', given, 'stat', '-c', '%s', '/large'])
    expect(inside).toMatchObject({ code: 0, stdout: `${16 * 1024 ** 2}\n` })
    expect((await closed(run('pull', '--singularity', name)))[0]).toBe(1)
    expect((await closed(run('pull', '--singularity', 'nothing')))[0]).toBe(1)
  })

  it('gives up what is being made at Ctrl-C', async () => {
    const { name } = await build('interrupted', large)
    const pulling = run('pull', '--singularity', name)
    await untilMade()
    pulling.kill('SIGINT')
    expect((await closed(pulling))[0]).toBe(130)
    await untilNoneIsMade()
  })
})

const closed = (child: ChildProcess) => once(child, 'close') as Promise<[number | null]>
