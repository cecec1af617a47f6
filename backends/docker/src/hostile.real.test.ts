import { randomUUID } from 'node:crypto'
import { execFile } from 'node:child_process'
import { mkdir, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLogger, startAgent, type Backend } from '@berth/backend'
import { remoteBackend } from '@berth/backend/conformance'
import type { ContainerSpec } from '@berth/contract'
import { derivedImage } from '../../../test/src/fixtures/derived-image.ts'
import { useDocker, type TestDocker } from '../../../test/src/fixtures/docker.ts'
import { removeLent } from '../../../test/src/fixtures/remove-lent.ts'
import { temporaryFolder } from '../../../test/src/fixtures/temporary-folder.ts'
import { createDockerBackend, defaultSettings } from './index.ts'

const run = promisify(execFile)
const instance = `bad-${randomUUID().slice(0, 8)}`
const token = 'a-token-of-the-hostile-suite'
const never = new AbortController().signal
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

describe('containers and uploads that mean harm', () => {
  let daemon: TestDocker
  let backend: Backend
  let overHttp: Backend
  let spoolFolder: string
  let close: () => Promise<void>
  const spec = (overrides: Partial<ContainerSpec>): ContainerSpec => ({
    id: randomUUID(),
    account: 'mallory',
    name: 'web',
    image: `docker.io/${daemon.images.busybox}`,
    environments: [],
    guestPorts: [],
    limits: { memory: 64 * 1024 ** 2, cpus: 0.5, pids: 32, gpus: 0 },
    ...overrides,
  })

  beforeAll(async () => {
    daemon = await useDocker()
    const folder = await temporaryFolder('hostile')
    spoolFolder = join(folder, 'spool')
    await mkdir(spoolFolder)
    // Just more than what no upload may take.
    await run('mount', ['-t', 'tmpfs', '-o', 'size=560m,mode=700', 'tmpfs', spoolFolder])
    const settings = {
      ...defaultSettings(tmpdir()),
      toolDeadline: 2_000,
      disk: { limit: 64 * 1024 ** 2, everyMs: 200 },
    }
    backend = createDockerBackend({ socketPath: daemon.socketPath, instance, settings, log: silent })
    const listen = { socketPath: join(folder, 'agent.sock') }
    const agent = await startAgent({ backend, listen, token, log: createLogger('silent'), spoolFolder })
    overHttp = remoteBackend(listen.socketPath, token)
    close = async () => {
      await agent.close()
      await run('umount', ['-l', spoolFolder])
    }
  })
  afterAll(async () => {
    await close()
    await backend.close()
    await removeLent(daemon.docker, instance)
    await daemon.stop()
  })

  it('an upload of unknown size is refused before the agent’s disk is full, and changes nothing', async () => {
    const { id } = await backend.createContainer(spec({}))
    await backend.execContainer(id, ['mkdir', '/data'], undefined, never)
    const piece = Buffer.alloc(1024 ** 2)
    const files = [
      { path: 'huge', size: null, content: Readable.from(Array.from({ length: 200 }, () => piece)) },
    ]
    await expect(overHttp.uploadFiles(id, '/data', inTurn(files), never)).rejects.toMatchObject({
      code: 'disk-full',
    })
    expect((await backend.listFiles(id, '/data')).entries).toEqual([])
    expect(await readdir(spoolFolder)).toEqual([])
    const small = [{ path: 'small', size: null, content: Readable.from([Buffer.from('fits')]) }]
    await overHttp.uploadFiles(id, '/data', inTurn(small), never)
    expect((await backend.listFiles(id, '/data')).entries).toMatchObject([{ name: 'small', size: 4 }])
  })

  it('an image’s labels are nothing to Berth: neither GPUs nor whose container it is', async () => {
    const mine = await backend.createContainer(spec({ name: 'mine' }))
    const before = (await backend.info()).room
    const forged = `LABEL berth.gpus=64 berth.container=${mine.id} berth.name=mine`
    const image = await derivedImage(daemon.docker, daemon.images.busybox, 'forged', forged)
    const { id, runtimeId } = await backend.createContainer(
      spec({ name: 'forged', image: `docker.io/${image}` }),
    )
    const { Config } = await daemon.docker.getContainer(runtimeId).inspect()
    expect(Config.Labels).toMatchObject({ 'berth.gpus': '0', 'berth.container': id, 'berth.name': 'forged' })
    // As a build on that image has it: its base's labels, the build's own, and a name from the daemon.
    const build = await daemon.docker.createContainer({
      Image: image,
      Labels: { 'berth.instance': instance, 'berth.account': 'mallory' },
    })
    await build.start()
    const again = createDockerBackend({
      socketPath: daemon.socketPath,
      instance,
      settings: defaultSettings(tmpdir()),
      log: silent,
    })
    try {
      expect((await again.inspectContainer(mine.id)).runtimeId).toBe(mine.runtimeId)
      expect((await again.listContainers()).map((one) => one.runtimeId)).not.toContain(build.id)
      expect((await again.info()).room?.containers).toBe((before?.containers ?? 0) + 1)
    } finally {
      await again.close()
      await build.remove({ force: true })
    }
  })

  it('a shell that never ends holds nothing up: what it should have done is told, or done without it', async () => {
    const shell = `printf '#!/bin/busybox sh\\nexec sleep 99999\\n' > /sh && chmod 755 /sh && mv /sh /bin/sh`
    const image = await derivedImage(daemon.docker, daemon.images.busybox, 'asleep', `RUN ${shell}`)
    const command = ['/bin/busybox', 'sleep', '99999']
    const { id } = await backend.createContainer(
      spec({ name: 'asleep', image: `docker.io/${image}`, command }),
    )
    const files = inTurn([{ path: 'a/b', size: 1, content: Readable.from([Buffer.from('x')]) }])
    const [listed] = await Promise.all([
      backend.listFiles(id, '/'),
      expect(backend.uploadFiles(id, '/data', files, never)).rejects.toMatchObject({
        code: 'deadline-exceeded',
      }),
      expect(
        backend.execContainer(id, ['/bin/sh'], undefined, AbortSignal.timeout(1_000)),
      ).rejects.toMatchObject({ code: 'cancelled' }),
    ])
    expect(listed.entries.map(({ name }) => name)).toEqual(expect.arrayContaining(['bin', 'etc']))
    await backend.removeContainer(id)
  })

  it('a container that fills the disk is stopped, and its end says why', async () => {
    const volume = await derivedImage(daemon.docker, daemon.images.busybox, 'volume', 'VOLUME /data')
    const own = await backend.createContainer(spec({ name: 'own' }))
    const volumes = await backend.createContainer(spec({ name: 'volumes', image: `docker.io/${volume}` }))
    const stop = new AbortController()
    const events = backend.streamEvents(undefined, stop.signal)
    const ends = new Map<string, number | undefined>()
    const listening = (async () => {
      for await (const event of events) {
        if (event.type === 'exited') ends.set(event.container.id, event.container.diskLimit)
      }
    })()
    const fill = (id: string, file: string) =>
      backend.execContainer(id, ['dd', 'if=/dev/zero', `of=${file}`, 'bs=1M', 'count=160'], undefined, never)
    await Promise.allSettled([fill(own.id, '/tmp/full'), fill(volumes.id, '/data/full')])
    await expect
      .poll(() => [ends.get(own.id), ends.get(volumes.id)], { timeout: 30_000, interval: 100 })
      .toEqual([64 * 1024 ** 2, 64 * 1024 ** 2])
    stop.abort()
    await listening
    expect((await backend.startContainer(own.id)).state).toBe('running')
    await Promise.all([own.id, volumes.id].map((id) => backend.removeContainer(id)))
  })
})

const inTurn = <T>(items: readonly T[]): AsyncIterable<T> => Readable.from(items)
