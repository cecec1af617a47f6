import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Backend } from '@berth/backend'
import type { ContainerSpec } from '@berth/contract'
import { useDocker, type TestDocker } from '../../../test/src/fixtures/docker.ts'
import { removeLent } from '../../../test/src/fixtures/remove-lent.ts'
import { createDockerBackend, defaultSettings } from './index.ts'

const instance = `iso-${randomUUID().slice(0, 8)}`
const never = new AbortController().signal
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

describe('what is between two accounts, and between them and the host', () => {
  let daemon: TestDocker
  let backend: Backend
  const spec = (overrides: Partial<ContainerSpec>): ContainerSpec => ({
    id: randomUUID(),
    account: 'alice',
    name: 'web',
    image: `docker.io/${daemon.images.busybox}`,
    environments: [],
    guestPorts: [],
    limits: { memory: 64 * 1024 ** 2, cpus: 0.5, pids: 32, gpus: 0 },
    ...overrides,
  })
  const sh = (id: string, script: string) => backend.execContainer(id, ['sh', '-c', script], undefined, never)
  let alice: Awaited<ReturnType<Backend['createContainer']>>
  let bob: typeof alice

  beforeAll(async () => {
    daemon = await useDocker()
    const settings = { ...defaultSettings(tmpdir()), hostPorts: { from: 31_900, to: 31_901 } }
    backend = createDockerBackend({ socketPath: daemon.socketPath, instance, settings, log: silent })
    alice = await backend.createContainer(spec({}))
    bob = await backend.createContainer(spec({ account: 'bob', guestPorts: [8080] }))
  })
  afterAll(async () => {
    await backend.close()
    await removeLent(daemon.docker, instance)
    await daemon.stop()
  })
  const raw = (runtimeId: string) => daemon.docker.getContainer(runtimeId).inspect()

  it('limits are set on the daemon', async () => {
    const { HostConfig } = await raw(alice.runtimeId)
    expect(HostConfig).toMatchObject({
      Privileged: false,
      Memory: 64 * 1024 ** 2,
      MemorySwap: 64 * 1024 ** 2,
      NanoCpus: 500_000_000,
      PidsLimit: 32,
      Binds: null,
      SecurityOpt: null,
    })
    expect((HostConfig.Ulimits ?? []).find((limit) => limit.Name === 'nofile')?.Hard).toBeLessThanOrEqual(
      16_384,
    )
  })

  it('GPUs are asked of the daemon as a device request, which one without them cannot give', async () => {
    const limits = { memory: 64 * 1024 ** 2, cpus: 0.5, pids: 32, gpus: 2 }
    const asked = spec({ name: 'gpus', limits })
    await expect(backend.createContainer(asked)).rejects.toMatchObject({ code: 'no-room' })
    const filters = { label: [`berth.container=${asked.id}`] }
    const [made] = await daemon.docker.listContainers({ all: true, filters })
    const { HostConfig } = await raw(made!.Id)
    expect(HostConfig.DeviceRequests).toMatchObject([{ Count: 2, Capabilities: [['gpu']] }])
    expect((await raw(alice.runtimeId)).HostConfig.DeviceRequests).toBeNull()
  })

  it('another account’s container is reached neither by name nor by address', async () => {
    const mate = await backend.createContainer(spec({ name: 'mate' }))
    const address = (await raw(bob.runtimeId)).NetworkSettings.Networks[`berth.bob.${instance}`]!.IPAddress
    expect(address).toMatch(/^10\./)
    // A static busybox's wget cannot resolve names, its nslookup can.
    const fetch = (host: string) => `printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc -w 3 ${host} 8080`
    const web = '$(nslookup -type=a web 127.0.0.11 | sed -n "s/^Address: //p" | tail -1)'
    expect((await sh(mate.id, fetch(web))).stdout).toContain('berth-test')
    expect((await sh(alice.id, fetch(address))).stdout).toBe('')
    expect((await sh(bob.id, fetch(address))).stdout).toContain('berth-test')
    expect((await sh(alice.id, 'nslookup mate 127.0.0.11 || exit 9')).exitCode).toBe(0)
    for (const name of [`web.bob.${instance}`, bob.runtimeId.slice(0, 12), `web.berth.bob.${instance}`])
      expect((await sh(alice.id, `nslookup ${name} 127.0.0.11 || exit 9`)).exitCode).toBe(9)
  })

  it('processes, sockets and devices of the host are not there', async () => {
    const { stdout } = await sh(alice.id, 'ps -o args; ls /var/run /run 2>/dev/null')
    expect(stdout).not.toMatch(/dockerd|docker\.sock|containerd/)
    const attempts = [
      'mknod /dev/sda b 8 0',
      'mount -t tmpfs x /mnt || mount -t proc x /proc',
      'ping -c 1 -W 1 127.0.0.1',
      'unshare -m true',
      'echo 1 > /proc/sys/kernel/sysrq',
      'hostname changed',
      'chroot /proc/1/root/../.. ls /var/lib/docker',
    ]
    for (const attempt of attempts)
      expect([attempt, (await sh(alice.id, attempt)).exitCode]).not.toEqual([attempt, 0])
  })

  it('root in a container is nobody on the host', async () => {
    const { State } = await raw(alice.runtimeId)
    const status = await readFile(`/proc/${State.Pid}/status`, 'utf8')
    expect(Number(/^Uid:\s+(\d+)/m.exec(status)?.[1])).toBeGreaterThan(65_535)
    expect((await sh(alice.id, 'id -u')).stdout).toBe('0\n')
    // CAP_SYS_ADMIN (21), NET_RAW (13), MKNOD (27) and SYS_PTRACE (19) are in no set.
    const bounding = BigInt(`0x${/^CapBnd:\s+([0-9a-f]+)/m.exec(status)?.[1] ?? 'f'}`)
    for (const bit of [13n, 19n, 21n, 27n]) expect((bounding >> bit) & 1n).toBe(0n)
    expect(/^Seccomp:\s+(\d)/m.exec(status)?.[1]).toBe('2')
  })

  it('limits bite', async () => {
    const { id } = await backend.createContainer(spec({ name: 'limits' }))
    const forks = await sh(id, 'i=0; while [ $i -lt 60 ]; do sleep 5 & i=$((i+1)); done; wait')
    expect(forks.stderr).toContain("can't fork")
    const hog = await backend.createContainer(
      spec({
        name: 'hog',
        command: ['sh', '-c', 'x=$(head -c 200000000 /dev/zero | tr "\\0" x); echo survived'],
      }),
    )
    await expect
      .poll(async () => (await backend.inspectContainer(hog.id)).state, { timeout: 30_000, interval: 200 })
      .toBe('exited')
    const ended = await backend.inspectContainer(hog.id)
    expect(ended.outOfMemory || ended.exitCode === 137 || ended.exitCode === 2).toBe(true)
  })

  it('accounts and names that are spelled to meet do not', async () => {
    const accounts = ['a.b', 'b', 'a', 'a.b.b']
    const made = []
    for (const account of accounts) made.push(await backend.createContainer(spec({ account, name: 'a' })))
    expect(new Set(made.map((one) => one.runtimeId)).size).toBe(accounts.length)
    const networks = await Promise.all(
      made.map(
        async (one) => Object.values((await raw(one.runtimeId)).NetworkSettings.Networks)[0]!.NetworkID,
      ),
    )
    expect(new Set(networks).size).toBe(accounts.length)
    for (const { id } of made) await backend.removeContainer(id)
  })

  it('a second container of one name is refused in so many words', async () => {
    await expect(backend.createContainer(spec({}))).rejects.toMatchObject({ code: 'name-taken' })
  })

  it('a foreign container is invisible to every verb, by name and by runtime ID', async () => {
    const foreign = await daemon.docker.createContainer({
      Image: daemon.images.busybox,
      name: `foreign-${instance}`,
      Labels: { 'berth.container': randomUUID(), 'berth.instance': 'another' },
    })
    try {
      await foreign.start()
      const labelled = (await foreign.inspect()).Config.Labels['berth.container']!
      for (const id of [labelled, foreign.id, foreign.id.slice(0, 12), `foreign-${instance}`]) {
        const unknown = { code: 'not-found' }
        await expect(backend.inspectContainer(id)).rejects.toMatchObject(unknown)
        await expect(backend.startContainer(id)).rejects.toMatchObject(unknown)
        await expect(backend.stopContainer(id)).rejects.toMatchObject(unknown)
        await expect(backend.restartContainer(id)).rejects.toMatchObject(unknown)
        await expect(sh(id, 'true')).rejects.toMatchObject(unknown)
        await expect(
          backend.terminalContainer(id, { columns: 80, rows: 24, attach: true }),
        ).rejects.toMatchObject(unknown)
        await expect(backend.getFiles(id, '/etc/passwd', 'auto', never)).rejects.toMatchObject(unknown)
        await expect(backend.listFiles(id, '/')).rejects.toMatchObject(unknown)
        await backend.removeContainer(id)
      }
      expect((await foreign.inspect()).State.Running).toBe(true)
      expect(JSON.stringify(await backend.listContainers())).not.toContain(foreign.id)
    } finally {
      await foreign.remove({ force: true })
    }
  })

  it('a range of host ports that is used up says so, and the container can be started later', async () => {
    const second = await backend.createContainer(spec({ account: 'carol', guestPorts: [8080] }))
    expect([bob, second].flatMap((one) => one.ports.map((port) => port.host)).toSorted()).toEqual([
      31_900, 31_901,
    ])
    const third = spec({ account: 'dave', guestPorts: [8080] })
    await expect(backend.createContainer(third)).rejects.toMatchObject({ code: 'port-range-full' })
    expect((await backend.inspectContainer(third.id)).state).toBe('created')
    await backend.removeContainer(second.id)
    expect((await backend.createContainer(third)).state).toBe('running')
  })

  it('a network that others removed is made again', async () => {
    const erin = await backend.createContainer(spec({ account: 'erin' }))
    await backend.stopContainer(erin.id)
    await daemon.docker.getNetwork(`berth.erin.${instance}`).remove({ force: true })
    expect((await backend.startContainer(erin.id)).state).toBe('running')
  })
})
