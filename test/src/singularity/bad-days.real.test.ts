import { spawn, execFile } from 'node:child_process'
import { once } from 'node:events'
import { createHash } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { createLogger, startAgent, type Backend, type RunningAgent } from '@berth/backend'
import type { SingularityEvent } from '@berth/contract'
import { createDockerBackend, defaultSettings, type DockerSettings } from '@berth/docker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../fixtures/child.ts'
import { startOwnDocker, type OwnDocker } from '../fixtures/own-docker.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { madeSif } from './sif-pair.ts'
import { buildImage } from './test-images.ts'

const run = promisify(execFile)
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const never = new AbortController().signal
const instance = `sif-bad-${process.pid}`
const token = 'a-token-of-the-bad-days-suite'
const small = 'berth-test/busybox:1'
/** Takes long enough to be broken off: what does not compress. */
const large = 'berth-test/sif-large:1'

let own: OwnDocker
let folder: string

beforeAll(async () => {
  own = await startOwnDocker()
  folder = await temporaryFolder('sif')
  await buildImage(own.docker, large, 'RUN dd if=/dev/urandom of=/large bs=1M count=200')
})
afterAll(async () => {
  await own.remove()
  await rm(folder, { recursive: true, force: true })
})

let made = 0
/** A backend with a cache of its own. */
function backendWith(
  change: Partial<DockerSettings['singularity']> = {},
  socketPath = own.socketPath,
): { backend: Backend; cache: string } {
  const defaults = defaultSettings(folder)
  const cache = change.folder ?? join(folder, `cache-${(made += 1)}`)
  const singularity = { ...defaults.singularity, ...change, folder: cache }
  return {
    backend: createDockerBackend({ socketPath, instance, settings: { ...defaults, singularity }, log }),
    cache,
  }
}

const filesIn = (cache: string): Promise<string[]> => readdir(cache).catch(() => [])
const exportsLeft = async (): Promise<number> =>
  (await own.docker.listContainers({ all: true, filters: { label: [`berth.singularity=${instance}`] } }))
    .length

/** Follows a conversion until it has begun. */
async function begun(
  events: AsyncIterable<SingularityEvent> | undefined,
): Promise<AsyncIterator<SingularityEvent>> {
  const iterator = (events as AsyncIterable<SingularityEvent>)[Symbol.asyncIterator]()
  for (;;) {
    const { value } = (await iterator.next()) as { value: SingularityEvent }
    if (value.type === 'progress') return iterator
  }
}

const nothingLeft = async (cache: string): Promise<void> => {
  await until(
    () => 'nothing is left of the conversion',
    async () => (await exportsLeft()) === 0 && (await filesIn(cache)).length === 0,
  )
}

describe('conversions', () => {
  it('are one for all who ask for the same image, and each waits in its turn', async () => {
    const { backend, cache } = backendWith()
    const follow = async (image: string): Promise<SingularityEvent[]> => {
      const events: SingularityEvent[] = []
      const stream =
        backend.singularity?.exportSingularity(
          `docker.io/${image}`,
          { compression: 'zstd', account: 'alice' },
          never,
        ) ?? []
      for await (const event of stream) events.push(event)
      return events
    }
    const first = follow(large)
    await until(
      () => 'the first has begun',
      async () => (await exportsLeft()) === 1,
    )
    const [one, two, other] = await Promise.all([first, follow(large), follow(small)])
    expect(one.at(-1)).toEqual(two.at(-1))
    expect(other.map(({ type }) => type)).toContain('queued')
    expect((await filesIn(cache)).length).toBe(2)
    await backend.close()
  })

  it('go by accounts: everybody’s first before anybody’s second', async () => {
    const { backend } = backendWith()
    const leaving = new AbortController()
    const follow = (image: string, account: string, signal = never) =>
      backend.singularity?.exportSingularity(`docker.io/${image}`, { compression: 'zstd', account }, signal)
    const going = await begun(follow(large, 'alice', leaving.signal))
    const ended: string[] = []
    const ask = (image: string, account: string) => {
      const queued = Promise.withResolvers<undefined>()
      const end = (async () => {
        for await (const { type } of follow(image, account) ?? []) {
          queued.resolve(undefined)
          if (type === 'done') ended.push(account)
        }
      })()
      return { queued: queued.promise, end }
    }
    const hers = ask(small, 'alice')
    await hers.queued
    const his = ask('berth-test/dies:1', 'bob')
    await his.queued
    leaving.abort()
    await going.next()
    await Promise.all([hers.end, his.end])
    expect(ended).toEqual(['bob', 'alice'])
    await backend.close()
  })

  it('go on for who stays when another leaves, and end without a trace when all have left', async () => {
    const { backend, cache } = backendWith()
    const [leaving, staying] = [new AbortController(), new AbortController()]
    const ask = (signal: AbortSignal) =>
      backend.singularity?.exportSingularity(
        `docker.io/${large}`,
        { compression: 'zstd', account: 'alice' },
        signal,
      )
    const first = await begun(ask(leaving.signal))
    const second = await begun(ask(staying.signal))
    leaving.abort()
    await first.next()
    expect(((await second.next()) as { value: SingularityEvent }).value.type).toBe('progress')
    staying.abort()
    await second.next()
    await nothingLeft(cache)
    expect((await madeSif(backend.singularity, small)).size).toBeGreaterThan(0)
    await backend.close()
  })

  it('are broken off by the removal of their image’s last name', async () => {
    const { backend, cache } = backendWith()
    const reference = 'berth.internal/alice/gone:1'
    await buildImage(
      own.docker,
      'berth.internal/alice/gone:1',
      'RUN dd if=/dev/urandom of=/large bs=1M count=201',
    )
    await own.docker.getImage(reference).tag({ repo: 'berth.internal/alice/also', tag: '1' })
    const going = await begun(
      backend.singularity?.exportSingularity(reference, { compression: 'gzip', account: 'alice' }, never),
    )
    // Each of them may be the last, whichever Docker removes first.
    await Promise.all([reference, 'berth.internal/alice/also:1'].map((name) => backend.removeImage(name)))
    const rest: SingularityEvent[] = []
    for (let next = await going.next(); next.done !== true; next = await going.next()) rest.push(next.value)
    expect(rest.at(-1)).toMatchObject({ type: 'failed', problem: { code: 'cancelled' } })
    await nothingLeft(cache)
    await expect(
      backend.singularity?.getSingularity(reference, { compression: 'gzip' }),
    ).rejects.toMatchObject({
      code: 'image-absent',
    })
    await backend.close()
  })

  it('leave their files for as long as their image has a name', async () => {
    const { backend, cache } = backendWith()
    const [first, last] = ['berth.internal/alice/kept:1', 'berth.internal/alice/kept:2'] as const
    await buildImage(own.docker, first, 'RUN echo kept > /kept')
    await own.docker.getImage(first).tag({ repo: 'berth.internal/alice/kept', tag: '2' })
    const made =
      backend.singularity?.exportSingularity(first, { compression: 'zstd', account: 'alice' }, never) ?? []
    for await (const { type } of made) expect(type).not.toBe('failed')
    await backend.removeImage(first)
    expect((await filesIn(cache)).length).toBe(1)
    await backend.removeImage(last)
    expect(await filesIn(cache)).toEqual([])
    await backend.close()
  })

  it('know an image by its full reference alone', async () => {
    const { backend } = backendWith()
    const { Id } = await own.docker.getImage(small).inspect()
    for (const name of [Id, Id.slice(7, 19), small, 'berth-test/busybox', 'docker.io/berth-test/busybox'])
      await expect(backend.singularity?.getSingularity(name, { compression: 'zstd' })).rejects.toMatchObject({
        code: 'image-absent',
      })
    await backend.close()
  })

  it('fail where the export breaks off, and leave nothing', async () => {
    const cut = await spoiltDaemon(own.socketPath, join(folder, 'cut.sock'), { cutAfter: 30_000_000 })
    const { backend, cache } = backendWith({}, cut.socketPath)
    await expect(madeSif(backend.singularity, large)).rejects.toMatchObject({ code: 'singularity-failed' })
    await nothingLeft(cache)
    await backend.close()
    cut.close()
  })

  it('leave nothing where all leave before Docker has made the container', async () => {
    const asked = Promise.withResolvers<undefined>()
    const slow = Promise.withResolvers<undefined>()
    const hold = async (path: string): Promise<void> => {
      if (!path.includes('/containers/create')) return
      asked.resolve(undefined)
      await slow.promise
    }
    const daemon = await spoiltDaemon(own.socketPath, join(folder, 'slow.sock'), { hold })
    const { backend, cache } = backendWith({}, daemon.socketPath)
    const leaving = new AbortController()
    const left = madeSif(backend.singularity, large, 'zstd', leaving.signal)
    await asked.promise
    leaving.abort()
    await expect(left).rejects.toMatchObject({ code: 'cancelled' })
    slow.resolve(undefined)
    // The next waits for its turn: until then the first has not ended.
    await madeSif(backend.singularity, small)
    expect(await exportsLeft()).toBe(0)
    expect((await filesIn(cache)).map((name) => name.slice(-4))).toEqual(['.sif'])
    await backend.close()
    daemon.close()
  })

  it('are not lost with a container that Docker does not remove: the next removes it', async () => {
    let refusing = true
    const refuse = (method: string): boolean => refusing && method === 'DELETE'
    const daemon = await spoiltDaemon(own.socketPath, join(folder, 'keeping.sock'), { refuse })
    const { backend } = backendWith({}, daemon.socketPath)
    expect((await madeSif(backend.singularity, small)).size).toBeGreaterThan(0)
    expect(await exportsLeft()).toBe(1)
    refusing = false
    await madeSif(backend.singularity, 'berth-test/dies:1')
    expect(await exportsLeft()).toBe(0)
    await backend.close()
    daemon.close()
  })
})

describe('a disk', () => {
  const disk = () => join(folder, 'disk')
  const mountDisk = async (size: string): Promise<void> => {
    await mkdir(disk(), { recursive: true })
    await run('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=700`, 'tmpfs', disk()])
  }

  it('that has no room is told before anything is written', async () => {
    await mountDisk('600m')
    const { backend, cache } = backendWith({ folder: disk() })
    await expect(madeSif(backend.singularity, large)).rejects.toMatchObject({ code: 'disk-full' })
    expect(await filesIn(cache)).toEqual([])
    expect(await exportsLeft()).toBe(0)
    await backend.close()
    await run('umount', [disk()])
  })

  it('that fills up meanwhile is told, and is as empty as before', async () => {
    await mountDisk('900m')
    const { backend, cache } = backendWith({ folder: disk() })
    const going = await begun(
      backend.singularity?.exportSingularity(
        `docker.io/${large}`,
        { compression: 'zstd', account: 'alice' },
        never,
      ),
    )
    const signal = (name: string) => run('pkill', [`-${name}`, '-f', `^mksquashfs - ${disk()}`])
    await signal('STOP')
    await run('sh', ['-c', `dd if=/dev/zero of=${disk()}/other bs=1M count=2000 2>/dev/null || true`])
    await signal('CONT')
    const rest: SingularityEvent[] = []
    for (let next = await going.next(); next.done !== true; next = await going.next()) rest.push(next.value)
    expect(rest.at(-1)).toMatchObject({ type: 'failed', problem: { code: 'disk-full' } })
    expect(await filesIn(cache)).toEqual(['other'])
    await backend.close()
    await run('umount', [disk()])
  })

  it('holds no more than the cache may take: the longest unused goes', async () => {
    const { backend, cache } = backendWith({ cacheSize: 1 })
    await madeSif(backend.singularity, small)
    await madeSif(backend.singularity, 'berth-test/dies:1')
    expect((await filesIn(cache)).length).toBe(1)
    await expect(
      backend.singularity?.getSingularity(`docker.io/${small}`, { compression: 'zstd' }),
    ).rejects.toMatchObject({ code: 'not-found' })
    await backend.close()
  })

  it('may lose the cache: files are made anew', async () => {
    const { backend, cache } = backendWith()
    const before = await madeSif(backend.singularity, small)
    await rm(cache, { recursive: true })
    const reference = `docker.io/${small}`
    await expect(
      backend.singularity?.getSingularity(reference, { compression: 'zstd' }),
    ).rejects.toMatchObject({
      code: 'not-found',
    })
    expect((await madeSif(backend.singularity, small)).name).toBe(before.name)
    await backend.close()
  })

  it('may lose the cache in the middle of a conversion: that one fails in clear words', async () => {
    const { backend, cache } = backendWith()
    const order = { compression: 'zstd', account: 'alice' } as const
    const going = await begun(backend.singularity?.exportSingularity(`docker.io/${large}`, order, never))
    await rm(cache, { recursive: true })
    const rest: SingularityEvent[] = []
    for (let next = await going.next(); next.done !== true; next = await going.next()) rest.push(next.value)
    expect(rest.at(-1)).toMatchObject({ type: 'failed', problem: { code: 'singularity-failed' } })
    await nothingLeft(cache)
    expect((await madeSif(backend.singularity, small)).size).toBeGreaterThan(0)
    await backend.close()
  })

  it('gives no folder of somebody else’s to the agent', async () => {
    const theirs = join(folder, 'theirs')
    await mkdir(theirs, { mode: 0o777 })
    await run('chown', ['65534', theirs])
    const { backend } = backendWith({ folder: theirs })
    await expect(madeSif(backend.singularity, small)).rejects.toMatchObject({ code: 'singularity-failed' })
    await backend.close()
  })
})

describe('an agent', () => {
  it('that was killed at work leaves nothing once it works again', async () => {
    const cache = join(folder, 'killed')
    const program = join(import.meta.dirname, '../fixtures/programs/make-sif.ts')
    const child = spawn(process.execPath, [program, own.socketPath, instance, cache, `docker.io/${large}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'close')
    expect(await exportsLeft()).toBe(1)
    expect((await filesIn(cache)).some((name) => name.endsWith('.part'))).toBe(true)
    const { backend } = backendWith({ folder: cache })
    await madeSif(backend.singularity, small)
    expect(await exportsLeft()).toBe(0)
    expect((await filesIn(cache)).map((name) => name.slice(-4))).toEqual(['.sif'])
    await backend.close()
  })
})

describe('the file over HTTP', () => {
  let agent: RunningAgent
  let backend: Backend
  let whole: Buffer
  beforeAll(async () => {
    backend = backendWith().backend
    const listen = { socketPath: join(folder, 'agent.sock') }
    agent = await startAgent({ backend, listen, token, log: createLogger('silent') })
    await madeSif(backend.singularity, small)
    whole = (await get()).body
  })
  afterAll(async () => {
    await agent.close()
    await backend.close()
  })

  async function get(
    headers: Record<string, string> = {},
  ): Promise<{ answer: IncomingMessage; body: Buffer }> {
    const path = `/v1/images/singularity?reference=${encodeURIComponent(`docker.io/${small}`)}`
    const sent = request({
      socketPath: agent.address,
      path,
      headers: { authorization: `Bearer ${token}`, ...headers },
    })
    sent.end()
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    return { answer, body: await buffer(answer) }
  }

  it('comes whole with its name and checksum', async () => {
    const { answer, body } = await get()
    const sum = createHash('sha256').update(body)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-disposition']).toContain('busybox_1.sif')
    expect(answer.headers['repr-digest']).toBe(`sha-256=:${sum.copy().digest('base64')}:`)
    expect(answer.headers['etag']).toBe(`"${sum.digest('hex')}"`)
    const cached = await get({ 'if-none-match': answer.headers['etag'] ?? '' })
    expect([cached.answer.statusCode, cached.body.length]).toEqual([304, 0])
  })

  it('goes on where a download broke off, and begins anew where the file is another', async () => {
    const { answer } = await get({ range: 'bytes=0-0' })
    const etag = answer.headers['etag'] ?? ''
    const rest = await get({ range: 'bytes=1000-', 'if-range': etag })
    expect(rest.answer.statusCode).toBe(206)
    expect(rest.answer.headers['content-range']).toBe(`bytes 1000-${whole.length - 1}/${whole.length}`)
    expect(rest.body.equals(whole.subarray(1000))).toBe(true)
    expect((await get({ range: 'bytes=1000-', 'if-range': '"another"' })).answer.statusCode).toBe(200)
    expect((await get({ range: `bytes=${whole.length}-` })).answer.statusCode).toBe(416)
  })

  it('answers 10,000 ranges and holds no file open', async () => {
    const openFiles = async (): Promise<number> => (await readdir('/proc/self/fd')).length
    const before = await openFiles()
    const one = async (index: number): Promise<boolean> => {
      const start = (index * 7919) % (whole.length - 100)
      const { body } = await get({ range: `bytes=${start}-${start + 99}` })
      return body.equals(whole.subarray(start, start + 100))
    }
    let right = 0
    const worker = async (from: number): Promise<void> => {
      for (let index = from; index < 10_000; index += 20) if (await one(index)) right += 1
    }
    await Promise.all(Array.from({ length: 20 }, (_, from) => worker(from)))
    expect(right).toBe(10_000)
    await until(
      () => 'the files are closed',
      async () => (await openFiles()) <= before + 25,
    )
  })

  it('lets go of the file when the client goes away', async () => {
    const path = `/v1/images/singularity?reference=${encodeURIComponent(`docker.io/${small}`)}`
    const sent = request({ socketPath: agent.address, path, headers: { authorization: `Bearer ${token}` } })
    sent.end()
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    answer.destroy()
    const open = async (): Promise<boolean> => (await openSifs()) === 0
    await until(() => 'the file is closed', open)
  })
})

/** SIF files that this process has open. */
async function openSifs(): Promise<number> {
  const { stdout } = await run('sh', [
    '-c',
    `ls -l /proc/${process.pid}/fd 2>/dev/null | grep -c '\\.sif' || true`,
  ])
  return Number(stdout)
}

interface Spoil {
  /** Of an export's answer, the bytes after which it ends. */
  readonly cutAfter?: number
  /** What a request waits for. */
  readonly hold?: (path: string) => Promise<void>
  /** Whether a request is answered with an error. */
  readonly refuse?: (method: string) => boolean
}

/** A daemon's socket on the way to which something goes wrong. */
async function spoiltDaemon(
  target: string,
  socketPath: string,
  { cutAfter = Infinity, hold, refuse }: Spoil,
): Promise<{ socketPath: string; close(): void }> {
  const pass = async (asked: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const { method = '', url: path = '', headers } = asked
    if (refuse?.(method) === true) return void answer.writeHead(500).end('{"message":"not now"}')
    await hold?.(path)
    const sent = request({ socketPath: target, method, path, headers })
    asked.pipe(sent)
    sent.on('error', () => answer.destroy())
    sent.once('response', (given) => {
      // Not the daemon's frames: an export is asked for in HTTP/1.0, which knows none.
      const told = { ...given.headers }
      delete told['transfer-encoding']
      answer.writeHead(given.statusCode ?? 500, told)
      let passed = 0
      given.on('data', (chunk: Buffer) => {
        passed += chunk.length
        if (path.includes('/export') && passed > cutAfter) answer.destroy()
      })
      given.on('error', () => answer.destroy())
      given.pipe(answer)
    })
    answer.on('close', () => sent.destroy())
  }
  const server = createServer((asked, answer) => void pass(asked, answer))
  server.listen(socketPath)
  await once(server, 'listening')
  return {
    socketPath,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
