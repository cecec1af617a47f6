import { execFile, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Backend } from '@berth/backend'
import { createDockerBackend, defaultSettings } from '@berth/docker'
import type { Bench } from './bench.ts'
import { median, proportionalSetSize, timed } from './measure.ts'

const execute = promisify(execFile)
const contextSize = 1024 ** 3
const rounds = 5
const base = 'berth.internal/admin/welcome:latest'
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** The same build by the same command line, through an account's endpoint and straight to the daemon; and the memory that a context of 1 GiB costs. */
export const run: Bench = async ({ docker, socketPath }) => {
  const folder = await mkdtemp(join(tmpdir(), 'berth-bench-'))
  const instance = `bench-${randomUUID().slice(0, 8)}`
  const backend = createDockerBackend({
    socketPath,
    instance,
    settings: defaultSettings(folder),
    log: silent,
  })
  const build = (socket: string, context: string) =>
    execute('docker', ['-H', `unix://${socket}`, 'build', '--no-cache', '-t', `bench-${instance}`, context], {
      env: { ...process.env, DOCKER_BUILDKIT: '0' },
      maxBuffer: 2 ** 26,
    })
  try {
    const endpoint = await backend.builds?.openBuildEndpoint('bench', { allowedImages: [base] })
    if (endpoint === undefined) throw new Error('This backend does not build')
    const ordinary = await contextOf(folder, 'ordinary', 8 * 1024 ** 2, ordinarySteps)
    const bare: number[] = []
    const lent: number[] = []
    for (let i = 0; i < rounds; i++) {
      bare.push(await timed(() => build(socketPath, ordinary)))
      lent.push(await timed(() => build(endpoint.socketPath, ordinary)))
    }
    const large = await contextOf(folder, 'large', contextSize, 'COPY Dockerfile /\n')
    const streamed = await watched(() => build(endpoint.socketPath, large))
    const consoles = await watched(() => throughConsole(backend, large))
    const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(2)} s`
    return [
      {
        name: 'build through the endpoint',
        bare: seconds(median(bare)),
        berth: seconds(median(lent)),
        value: median(lent) / median(bare),
        unit: '×',
        bound: 1.05,
        direction: 'at most',
      },
      {
        name: 'build context of 1 GiB, memory in the agent',
        bare: '–',
        berth: `${streamed.memory.toFixed(0)} MiB more, ${seconds(streamed.time)}`,
        value: streamed.memory,
        unit: 'MiB',
        bound: 64,
        direction: 'at most',
      },
      {
        name: 'build context of 1 GiB for the console, the Dockerfile last, memory in the agent',
        bare: '–',
        berth: `${consoles.memory.toFixed(0)} MiB more, ${seconds(consoles.time)}`,
        value: consoles.memory,
        unit: 'MiB',
        bound: 64,
        direction: 'at most',
      },
    ]
  } finally {
    await backend.close()
    const filters = { label: [`berth.instance=${instance}`] }
    for (const { Id } of await docker.listImages({ filters }))
      await docker.getImage(Id).remove({ force: true })
    await docker
      .getImage(`bench-${instance}`)
      .remove({ force: true })
      .catch(() => undefined)
    for (const { Id } of await docker.listNetworks({ filters })) await docker.getNetwork(Id).remove()
    await rm(folder, { recursive: true })
  }
}

/** Work that never waits, in as many steps as an ordinary lesson's image has. */
const ordinarySteps = `COPY data /data
RUN sha256sum /data > /sum
RUN mkdir /files && i=0 && while [ $i -lt 500 ]; do echo $i > /files/$i; i=$((i+1)); done
RUN head -c 64m /dev/urandom > /random
RUN gzip -c /data > /data.gz
RUN sha256sum /random /data.gz >> /sum && cat /sum
CMD ["sh"]
`

/** The milliseconds of some work, and the MiB by which this process grew during it. */
async function watched(work: () => Promise<unknown>): Promise<{ time: number; memory: number }> {
  const before = proportionalSetSize(process.pid)
  let most = before
  const timer = setInterval(() => (most = Math.max(most, proportionalSetSize(process.pid))), 100)
  try {
    const time = await timed(work)
    return { time, memory: most - before }
  } finally {
    clearInterval(timer)
  }
}

/** A folder as the console sends it to the agent: a tar, here of an order in which all else waits for the Dockerfile. */
async function throughConsole({ builds }: Backend, context: string): Promise<void> {
  const tar = spawn('tar', ['-C', context, '-c', 'data', 'Dockerfile'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const options = { tag: 'large', dockerfile: 'Dockerfile', buildArguments: {}, noCache: true, pull: false }
  const events = builds?.buildImage('bench', options, tar.stdout, new AbortController().signal) ?? []
  for await (const event of events) if (event.type === 'failed') throw new Error(event.problem.detail)
}

async function contextOf(folder: string, name: string, size: number, steps: string): Promise<string> {
  const context = await mkdtemp(join(folder, `${name}-`))
  await writeFile(join(context, 'Dockerfile'), `FROM ${base}\n${steps}`)
  const file = await open(join(context, 'data'), 'w')
  const block = randomBytes(1024 ** 2)
  for (let written = 0; written < size; written += block.length) await file.write(block)
  await file.close()
  return context
}
