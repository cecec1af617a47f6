import { describe, expect, it } from 'vitest'
import type { ContainerSpec } from '@berth/contract'
import { defaultSettings } from '../settings.ts'
import { createBody } from './container-spec.ts'
import { messageOf, toBerthError, toPullError } from './docker-error.ts'
import { eventsAfter, parseDockerTime, toDockerTime } from './event.ts'
import { frameReader } from './frames.ts'
import { fullReference, splitReference } from './image-reference.ts'
import { longestLine, logReader } from './log-lines.ts'
import { containerName, isOurs, labels } from './names.ts'
import { nextLayer } from './pull-progress.ts'
import { toStats } from './stats.ts'

const spec: ContainerSpec = {
  id: '0d6d2f3e-1111-4222-8333-444455556666',
  account: 'alice',
  name: 'web',
  image: 'docker.io/library/debian:12',
  environments: ['A=b'],
  guestPorts: [8080],
  limits: { memory: 1024 ** 3, cpus: 0.5, pids: 100, gpus: 0 },
}
const settings = defaultSettings('/var/tmp')
const facts = { instance: 'i1', allUlimits: false }

describe('a container’s body', () => {
  it('has every limit and no way to the host', () => {
    const { HostConfig } = createBody(spec, settings, facts)
    expect(HostConfig).toMatchObject({
      Privileged: false,
      CapDrop: ['ALL'],
      Memory: 1024 ** 3,
      MemorySwap: 1024 ** 3,
      NanoCpus: 500_000_000,
      PidsLimit: 100,
      RestartPolicy: { Name: 'no' },
      NetworkMode: 'berth.alice.i1',
    })
    for (const field of ['Binds', 'Mounts', 'Devices', 'PidMode', 'IpcMode', 'UsernsMode', 'SecurityOpt'])
      expect(HostConfig).not.toHaveProperty(field)
    for (const capability of ['NET_RAW', 'MKNOD', 'SETFCAP', 'SYS_ADMIN', 'SYS_PTRACE'])
      expect(HostConfig?.CapAdd).not.toContain(capability)
  })

  it('has every label that a lent container may have, so that none comes from the image', () => {
    const all = createBody(spec, settings, facts).Labels ?? {}
    const { runner, ...ofContainers } = labels
    expect(Object.keys(all).toSorted()).toEqual(Object.values(ofContainers).toSorted())
    expect(all[labels.gpus]).toBe('0')
    expect(all).not.toHaveProperty(runner)
  })

  it('asks for host ports of the range alone', () => {
    const ranged = createBody(spec, { ...settings, hostPorts: { from: 30_000, to: 30_010 } }, facts)
    expect(ranged.HostConfig?.PortBindings).toEqual({ '8080/tcp': [{ HostIp: '', HostPort: '30000-30010' }] })
  })

  it.each([
    [undefined, true],
    [['bash'], true],
    [['python', 'app.py'], false],
  ])('with the command %j has a terminal: %s', (command, terminal) => {
    expect(createBody({ ...spec, ...(command ? { command } : {}) }, settings, facts).Tty).toBe(terminal)
  })
})

describe('names', () => {
  it('never meet, however accounts are spelled', () => {
    expect(containerName('c', 'a.b', 'i')).not.toBe(containerName('c-a', 'b', 'i'))
    expect(() => containerName('c.a', 'b', 'i')).toThrow()
    expect(() => containerName('c', '.b', 'i')).toThrow()
    expect(() => containerName('c', '../b', 'i')).toThrow()
  })
})

describe('a container of ours', () => {
  const of = createBody(spec, settings, facts).Labels ?? {}

  it.each(['web.alice.i1', '/web.alice.i1'])('has the labels and the name %s', (name) => {
    expect(isOurs(of, 'i1', name)).toBe(true)
  })

  it.each(['', '/peaceful_hopper', '/web.bob.i1', '/x/web.alice.i1'])(
    'is none by labels alone, as a build on an image that has them: %j',
    (name) => {
      expect(isOurs(of, 'i1', name)).toBe(false)
    },
  )

  it('is none of another instance', () => {
    expect(isOurs(of, 'i2', 'web.alice.i1')).toBe(false)
  })
})

describe('references', () => {
  it.each([
    ['busybox:1', 'docker.io/library/busybox:1'],
    ['a/b:1', 'docker.io/a/b:1'],
    ['localhost/b:1', 'localhost/b:1'],
    ['r.example:5000/a/b:1', 'r.example:5000/a/b:1'],
  ])('%s is %s', (short, full) => {
    expect(fullReference(short)).toBe(full)
  })

  it('are split for a pull', () => {
    expect(splitReference('r:5000/a/b')).toEqual({ repository: 'r:5000/a/b', tag: 'latest' })
    expect(splitReference('r:5000/a/b:2@sha256:ab')).toEqual({ repository: 'r:5000/a/b', tag: 'sha256:ab' })
  })
})

const docker = (statusCode: number, message: string) =>
  Object.assign(new Error(`(HTTP code ${statusCode}) x - ${message} `), { statusCode, json: { message } })

describe('errors', () => {
  it.each([
    [404, 'No such image: x:1', 'image-absent'],
    [404, 'No such container: abc', 'not-found'],
    [
      500,
      'driver failed programming external connectivity: Bind for 0.0.0.0:30000 failed: port is already allocated',
      'port-range-full',
    ],
    [500, 'Bind failed: all ports are allocated', 'port-range-full'],
    [
      500,
      'failed to update store for object type *libnetwork.endpoint: open : no such file or directory',
      'runtime-unavailable',
    ],
    [500, 'endpoint with name web.a.i already exists in network berth.a.i', 'runtime-unavailable'],
    [500, 'write /x: no space left on device', 'disk-full'],
    [
      500,
      'runc create failed: unable to join session keyring: unable to create session key: disk quota exceeded: unknown',
      'no-room',
    ],
    [
      400,
      'OCI runtime create failed: exec: "/nope": stat /nope: no such file or directory: unknown',
      'command-not-found',
    ],
    [400, 'exec: "nope": executable file not found in $PATH: unknown', 'command-not-found'],
    [409, 'Container 4e31da is not running', 'container-not-running'],
    [500, 'something else', 'start-failed'],
  ])('%i “%s” is %s', (status, message, code) => {
    expect(toBerthError(docker(status, message), { starting: true }).code).toBe(code)
  })

  it.each(['ECONNREFUSED', 'ENOENT', 'ECONNRESET'])('%s is a runtime that does not answer', (code) => {
    expect(toBerthError(Object.assign(new Error('x'), { code })).code).toBe('runtime-unavailable')
  })

  it.each([
    ['manifest for a/b:1 not found: manifest unknown', 'image-not-found'],
    ['pull access denied for a/b, repository does not exist', 'image-not-found'],
    ['Get "https://r/v2/": dial tcp: lookup r: no such host', 'registry-unreachable'],
    ['unexpected', 'pull-failed'],
  ])('a pull’s “%s” is %s', (message, code) => {
    expect(toPullError(new Error(message), 'r.example/a/b:1').code).toBe(code)
  })

  it('keeps Docker’s own words', () => {
    expect(messageOf(docker(500, 'words'))).toBe('words')
  })
})

describe('frames', () => {
  it('are put together wherever they are cut', () => {
    const frame = (stream: number, text: string) => {
      const bytes = Buffer.from(text)
      const header = Buffer.alloc(8)
      header[0] = stream
      header.writeUInt32BE(bytes.length, 4)
      return Buffer.concat([header, bytes])
    }
    const all = Buffer.concat([frame(1, 'こん'), frame(2, 'err'), frame(1, 'にちは'), frame(1, '')])
    for (let size = 1; size <= all.length; size += 1) {
      const seen = { stdout: '', stderr: '' }
      const read = frameReader((stream, bytes) => (seen[stream] += bytes.toString('latin1')))
      for (let at = 0; at < all.length; at += size) read(all.subarray(at, at + size))
      expect(Buffer.from(seen.stdout, 'latin1').toString()).toBe('こんにちは')
      expect(seen.stderr).toBe('err')
    }
  })
})

describe('log lines', () => {
  const time = '2026-01-02T03:04:05.678901234Z'
  const read = (tty: boolean, bytes: Buffer, size: number) => {
    const reader = logReader(tty)
    const lines = []
    for (let at = 0; at < bytes.length; at += size) lines.push(...reader.push(bytes.subarray(at, at + size)))
    return [...lines, ...reader.end()]
  }

  it('of a terminal come whole wherever they are cut', () => {
    const bytes = Buffer.from(`${time} 日本語\r\n${time} \r\n${time} last`)
    for (const size of [1, 2, 3, 7, 1000])
      expect(read(true, bytes, size).map(({ text }) => text)).toEqual(['日本語', '', 'last'])
  })

  it('longer than Docker’s messages lose the times within', () => {
    const bytes = Buffer.from(`${time} ${'x'.repeat(16_384)}${time} ${'y'.repeat(10)}\r\n`)
    for (const size of [13, 16_400, 100_000]) {
      const [line] = read(true, bytes, size)
      expect(line?.text).toBe('x'.repeat(16_384) + 'y'.repeat(10))
    }
  })

  it('that never end are told in pieces', () => {
    const message = `${time} ${'x'.repeat(16_384)}`
    const lines = read(true, Buffer.from(message.repeat(9)), 5_000)
    expect(lines.map(({ text }) => text.length)).toEqual([longestLine, longestLine, 16_384])
  })
})

describe('times of events', () => {
  it('go to Docker and back', () => {
    expect(toDockerTime(1_700_000_000_123_456)).toBe('1700000000.123456000')
    expect(parseDockerTime('1700000000.123456000')).toBe(1_700_000_000_123_456)
    expect(parseDockerTime('yesterday')).toBeUndefined()
  })

  it('tell nothing of a daemon that was restarted since', () => {
    const events = [{ timeNano: 2e9 }, { timeNano: 3e9 }]
    expect(eventsAfter(events, 2e6)).toEqual([{ timeNano: 3e9 }])
    expect(eventsAfter(events, 1e6)).toEqual([])
  })
})

describe('stats', () => {
  const cpu = (total: number, system: number) => ({
    cpu_usage: { total_usage: total },
    system_cpu_usage: system,
    online_cpus: 2,
  })

  it('count CPUs, and memory without cache, in both cgroup versions', () => {
    const raw = { read: '2026-01-01T00:00:00Z', cpu_stats: cpu(150, 400), precpu_stats: cpu(50, 200) }
    const v1 = toStats({
      ...raw,
      memory_stats: { usage: 100, limit: 1_000, stats: { total_inactive_file: 30 } },
    })
    const v2 = toStats({ ...raw, memory_stats: { usage: 100, limit: 1_000, stats: { inactive_file: 40 } } })
    expect(v1).toMatchObject({ cpus: 1, memory: 70, memoryLimit: 1_000 })
    expect(v2).toMatchObject({ memory: 60 })
  })

  it('are none without a reading before', () => {
    expect(toStats({ cpu_stats: cpu(1, 1), memory_stats: { usage: 1 } })).toBeUndefined()
  })
})

describe('pull progress', () => {
  it('goes from waiting to done', () => {
    const first = nextLayer(undefined, { id: 'a', status: 'Pulling fs layer' })
    const second = nextLayer(first, {
      id: 'a',
      status: 'Downloading',
      progressDetail: { current: 5, total: 10 },
    })
    expect(second).toEqual({ id: 'a', status: 'downloading', current: 5, total: 10 })
    expect(nextLayer(second, { id: 'a', status: 'Pull complete' })).toEqual({
      id: 'a',
      status: 'done',
      current: 10,
      total: 10,
    })
    expect(nextLayer(undefined, { status: 'Digest: sha256:x' })).toBeUndefined()
  })
})
