import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Backend } from '@berth/backend'
import type { SingularityEvent } from '@berth/contract'
import { createDockerBackend, defaultSettings } from '@berth/docker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../fixtures/child.ts'
import { createSifBench, madeSif, withinSif, type SifBench } from './sif-pair.ts'
import { buildImage } from './test-images.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const never = new AbortController().signal
const instance = `sif-apptainer-${process.pid}`
const small = 'berth-test/busybox:1'
/** Takes long enough to be broken off: what does not compress. */
const large = `berth-test/sif-long:${process.pid}`
const path = process.env['PATH'] ?? ''

let bench: SifBench
let cache: string
let backend: Backend

beforeAll(async () => {
  bench = await createSifBench(instance)
  cache = join(bench.folder, 'with-apptainer')
  process.env['PATH'] = `${path}:${bench.apptainer.programs}`
  await buildImage(bench.docker, large, 'RUN dd if=/dev/urandom of=/large bs=1M count=100')
  backend = backendWith('apptainer')
})
afterAll(async () => {
  process.env['PATH'] = path
  await backend.close()
  await bench.remove()
})

function backendWith(maker: 'apptainer' | 'mksquashfs'): Backend {
  const defaults = defaultSettings(bench.folder)
  const settings = { ...defaults, singularity: { ...defaults.singularity, folder: cache, maker } }
  return createDockerBackend({ socketPath: bench.socketPath, instance, settings, log })
}

async function* follow(image: string, signal = never, account = 'alice'): AsyncGenerator<SingularityEvent> {
  const order = { compression: 'zstd', account } as const
  yield* backend.singularity?.exportSingularity(`docker.io/${image}`, order, signal) ?? []
}

/** Processes that have to do with this cache. */
async function atWork(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const said = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return said.filter((command) => command.includes(`${cache}/`))
}

const sifFiles = async (): Promise<string[]> => (await readdir(cache)).filter((name) => name.endsWith('.sif'))
const nothingHalfMade = (): Promise<void> =>
  until(
    () => 'nothing is left of the conversion',
    async () => (await atWork()).length === 0 && (await readdir(cache)).length === (await sifFiles()).length,
  )

describe('apptainer build, chosen by the operator', () => {
  it('makes the file, and another than mksquashfs’s', async () => {
    const { sha256 } = await madeSif(backend.singularity, small)
    const [name = ''] = await readdir(cache)
    expect(name).toContain(sha256)
    const ran = await bench.apptainer.run([
      ...['exec', '--unsquash', await bench.apptainer.give(join(cache, name), 'small.sif')],
      ...['echo', 'it runs'],
    ])
    expect(ran).toMatchObject({ code: 0, stdout: 'it runs\n' })
    const other = backendWith('mksquashfs')
    const asked = other.singularity?.getSingularity(`docker.io/${small}`, { compression: 'zstd' })
    await expect(asked).rejects.toMatchObject({ code: 'not-found' })
    expect((await madeSif(other.singularity, small)).sha256).not.toBe(sha256)
    await other.close()
  })

  it('tells how far it is beyond the saving, and ends without a trace when all have left', async () => {
    const leaving = new AbortController()
    let furthest = 0
    for await (const event of follow(large, leaving.signal)) {
      if (event.type !== 'progress') continue
      furthest = event.current / event.total
      if (furthest >= 0.5) leaving.abort()
    }
    expect(furthest).toBeGreaterThanOrEqual(0.5)
    await nothingHalfMade()
  })

  it('takes the image that was asked for, though its name has gone to another since', async () => {
    const moving = `berth-test/sif-moving:${process.pid}`
    const content = (text: string) => buildImage(bench.docker, moving, `RUN echo ${text} > /content`)
    const before = await sifFiles()
    await content('first')
    const leaving = new AbortController()
    const longer = (async () => {
      for await (const event of follow(large, leaving.signal)) if (event.type === 'failed') return
    })()
    // The second waits for its turn meanwhile.
    await until(
      () => 'the first is at work',
      async () => (await atWork()).length > 0,
    )
    for await (const event of follow(moving)) {
      if (event.type !== 'queued') continue
      await content('second')
      leaving.abort()
    }
    await longer
    const [made = ''] = (await sifFiles()).filter((name) => !before.includes(name))
    const given = await bench.apptainer.give(join(cache, made), 'moved.sif')
    const inside = await withinSif(bench, given, (folder) => readFile(join(folder, 'content'), 'utf8'))
    expect(inside).toBe('first\n')
  })

  it('ends with an agent that is killed, whose successor removes what it left', async () => {
    const program = join(import.meta.dirname, '../fixtures/programs/make-sif.ts')
    const args = [bench.socketPath, instance, cache, `docker.io/${large}`, 'apptainer']
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
    await until(
      () => 'Apptainer is at work',
      async () => (await atWork()).some((command) => command.split('\0')[0]?.endsWith('apptainer') === true),
    )
    child.kill('SIGKILL')
    await once(child, 'close')
    await until(
      () => 'Apptainer has ended',
      async () => (await atWork()).length === 0,
    )
    expect((await readdir(cache)).some((name) => name.endsWith('.part.d'))).toBe(true)
    const successor = backendWith('apptainer')
    await madeSif(successor.singularity, 'berth-test/dies:1')
    expect((await readdir(cache)).length).toBe((await sifFiles()).length)
    await successor.close()
  })
})
