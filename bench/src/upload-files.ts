import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Container } from '@berth/contract'
import { follow, type Bench, type Caller } from './bench.ts'
import { median, proportionalSetSize, timed } from './measure.ts'

const execute = promisify(execFile)
const size = 1024 ** 3

/** A file of 1 GiB into a container, as a browser sends it, against `docker cp`; and the memory that it costs. */
export const run: Bench = async ({ admin, docker, berth, socketPath }) => {
  const folder = await mkdtemp(join(tmpdir(), 'berth-bench-'))
  const file = join(folder, 'file')
  const events = await follow(admin)
  try {
    await fill(file)
    const { id } = await admin.call<Container>('POST', '/containers', { name: 'upload', image: 'welcome' })
    await events.when(id, ({ state }) => state === 'running')
    const [container] = await docker.listContainers({ filters: { label: [`berth.container=${id}`] } })
    const memory = watchMemory([berth.processes.console, berth.processes.agent])
    const bare: number[] = []
    const lent: number[] = []
    for (let i = 0; i < 5; i++) {
      bare.push(
        await timed(() =>
          execute('docker', [
            '-H',
            `unix://${socketPath}`,
            'cp',
            file,
            `${container?.Id ?? ''}:/tmp/bare-${i}`,
          ]),
        ),
      )
      lent.push(await timed(() => upload(admin, id, file, `lent-${i}`)))
    }
    const grown = memory.stop()
    await admin.call('DELETE', `/containers/${id}`)
    const rate = (milliseconds: number) => `${(size / 1024 ** 2 / (milliseconds / 1000)).toFixed(0)} MiB/s`
    return [
      {
        name: 'upload of 1 GiB, throughput',
        bare: rate(median(bare)),
        berth: rate(median(lent)),
        value: median(bare) / median(lent),
        unit: '×',
        bound: 0.8,
        direction: 'at least',
      },
      {
        name: 'upload of 1 GiB, memory in console and agent',
        bare: '–',
        berth: `${grown.toFixed(0)} MiB more`,
        value: grown,
        unit: 'MiB',
        bound: 64,
        direction: 'at most',
      },
    ]
  } finally {
    events.close()
    await rm(folder, { recursive: true })
  }
}

async function fill(path: string): Promise<void> {
  const file = await open(path, 'w')
  const block = randomBytes(1024 ** 2)
  for (let written = 0; written < size; written += block.length) await file.write(block)
  await file.close()
}

/** multipart/form-data with a `size` field before the file, as the page sends it; by curl, as native as `docker cp`. */
async function upload({ url, headers }: Caller, id: string, path: string, name: string): Promise<void> {
  const asker = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const form = ['-F', `size=${size}`, '-F', `file=@${path};filename=${name}`]
  const to = `${url}/api/v1/containers/${id}/files?path=/tmp`
  await execute('curl', ['--silent', '--show-error', '--fail', '-H', 'Expect:', ...asker, ...form, to])
}

/** The most that the processes grow, read twice a second, in MiB. */
function watchMemory(pids: number[]): { stop(): number } {
  const total = () => pids.reduce((sum, pid) => sum + proportionalSetSize(pid), 0)
  const before = total()
  let most = before
  const timer = setInterval(() => (most = Math.max(most, total())), 500)
  return {
    stop: () => {
      clearInterval(timer)
      return most - before
    },
  }
}
