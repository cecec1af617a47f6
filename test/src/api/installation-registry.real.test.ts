import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createLogger, startAgent, type RunningAgent } from '@berth/backend'
import type { Backend, Container, Image, ImageBuild } from '@berth/contract'
import { createDockerBackend, defaultSettings } from '@berth/docker'
import type Docker from 'dockerode'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { buildFor } from '../fixtures/build-for.ts'
import { until } from '../fixtures/child.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { startOwnDocker, type OwnDocker } from '../fixtures/own-docker.ts'
import { startRegistry, type TestRegistry } from '../fixtures/registry.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { enrol, logIn, pause, type Caller } from './caller.ts'

const password = 'what-only-berth-knows'
const reference = 'berth.internal/alice/tool:1'
const token = 'a-token-of-the-agent-that-is-far-away'

let folder: string
let machine: TestDocker
let other: OwnDocker
let registry: TestRegistry
let berth: RunningBerth
let far: RunningAgent
let alice: Caller
let mallory: Caller

beforeAll(async () => {
  folder = await temporaryFolder('far')
  machine = await useDocker()
  other = await startOwnDocker()
  registry = await startRegistry({ berth: password }, other.gateway)
  berth = await startBerth({
    env: {
      BERTH_REGISTRY_URL: `https://${registry.host}/lent`,
      BERTH_REGISTRY_USER: 'berth',
      BERTH_REGISTRY_PASSWORD: password,
    },
  })
  const socketPath = join(folder, 'agent.sock')
  const log = createLogger('silent')
  const settings = { ...defaultSettings(folder), address: other.address }
  far = await startAgent({
    backend: createDockerBackend({ socketPath: other.socketPath, instance: berth.instance, settings, log }),
    listen: { socketPath },
    token,
    log,
  })
  const admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
  await admin.call('POST', '/backends', { name: 'far', url: `unix:${socketPath}`, token })
  await until(
    () => 'the other server is reachable',
    async () =>
      (await admin.call<Backend[]>('GET', '/backends')).some(
        ({ name, reachable }) => name === 'far' && reachable,
      ),
  )
  alice = await enrol(admin, 'alice')
  mallory = await enrol(admin, 'mallory')
}, 240_000)
afterAll(async () => {
  await berth.stop()
  await far.close()
  await other.remove()
  await registry.stop()
  await rm(folder, { recursive: true })
})

const mine = async () =>
  (await alice.call<Image[]>('GET', '/images?scope=mine')).find((image) => image.reference === reference)

const idOf = async (docker: Docker, name: string): Promise<string | null> =>
  docker
    .getImage(name)
    .inspect()
    .then(
      ({ Id }) => Id,
      () => null,
    )

let count = 0

async function outcome(who: Caller, image: string, backend: string): Promise<string> {
  const name = `c${String((count += 1))}`
  const answer = await who.json('POST', '/containers', { name, image, backend })
  if (!answer.ok) return 'refused'
  const { id } = (await answer.json()) as Container
  for (;;) {
    const container = await who.call<Container>('GET', `/containers/${id}`)
    if (container.state === 'running') return 'running'
    if (container.state === 'failed') return container.reason?.code ?? 'failed'
    await pause(50)
  }
}

/** On the other server. */
async function build(who: Caller, dockerfile: string): Promise<ImageBuild> {
  const form = new FormData()
  form.append('files', new Blob([dockerfile]), 'Dockerfile')
  const begun = (await (
    await who.send('POST', '/images/builds?name=upon&backend=far', form)
  ).json()) as ImageBuild
  for (;;) {
    const now = await who.call<ImageBuild>('GET', `/images/builds/${begun.id}`)
    if (now.endedAt !== null) return now
    await pause(50)
  }
}

/** Once what was built has been put into the registry, the other server may be asked for. */
const untilElsewhere = (id: string) =>
  until(
    () => 'it runs on the other server, as it was built last',
    async () =>
      (await outcome(alice, reference, 'far')) === 'running' && (await idOf(other.docker, reference)) === id,
  )

/** The SIF file of an image, once it is made. */
async function fileOf(path: string): Promise<string> {
  for (;;) {
    const answer = await alice.send('GET', path)
    if (answer.status !== 202) {
      expect(answer.status).toBe(200)
      return Buffer.from(await answer.arrayBuffer()).toString('latin1')
    }
    await pause(100)
  }
}
const byName = (name: string) => `/singularity?image=${encodeURIComponent(name)}`

test('a SIF file is made where the image lies, though another server comes first', async () => {
  await buildFor(machine, berth.instance, 'alice', 'berth.internal/alice/sif:1', { built: 'here' })
  await until(
    () => 'it is in the list',
    async () => (await alice.call<Image[]>('GET', '/images')).length > 0,
  )
  expect(await fileOf(byName('sif:1'))).toContain('"built":"here"')
  expect(await idOf(other.docker, 'berth.internal/alice/sif:1')).toBeNull()
})

test('what is built on one server runs on another', async () => {
  const id = await buildFor(machine, berth.instance, 'alice', reference)
  await untilElsewhere(id)
  await until(
    () => 'both have it',
    async () => (await mine())?.backends.length === 2,
  )
})

test('built anew, the other server does not go on with the old one', async () => {
  const id = await buildFor(machine, berth.instance, 'alice', reference, { built: 'anew' })
  await until(
    () => 'it is the newest that is meant',
    async () => (await mine())?.digest === id,
  )
  expect(await fileOf(byName(reference))).toContain('"built":"anew"')
  await untilElsewhere(id)
})

test('it is built upon where it does not lie, as it was built last, by who may use it', async () => {
  const base = 'berth.internal/alice/base:1'
  await buildFor(machine, berth.instance, 'alice', base)
  await until(
    () => 'it is built upon on the other server',
    async () => (await build(alice, `FROM ${base}\nENV A=1\n`)).state === 'done',
  )
  const listed = async () =>
    (await alice.call<Image[]>('GET', '/images')).find(({ reference: each }) => each === base)
  const former = (await listed())?.registryDigest ?? ''
  expect(await registry.has('lent/alice/base', former)).toBe(true)
  const id = await buildFor(machine, berth.instance, 'alice', base)
  await until(
    () => 'it is built upon as it was built last',
    async () =>
      (await build(alice, 'FROM base:1\nENV A=2\n')).state === 'done' &&
      (await idOf(other.docker, base)) === id,
  )
  await until(
    () => 'the registry has forgotten what it was before',
    async () => !(await registry.has('lent/alice/base', former)),
  )
  await other.docker.getImage('berth.internal/alice/upon:latest').remove({ force: true })
  await other.docker.getImage(base).remove({ force: true })
  expect((await build(mallory, `FROM ${base}\n`)).problem?.code).toBe('build-refused')
  const image = (await alice.call<Image[]>('GET', '/images')).find(({ reference: each }) => each === base)
  await alice.call('PATCH', `/images/${image?.id ?? ''}`, { shared: true })
  expect(await build(mallory, `FROM ${base}\nENV A=3\n`)).toMatchObject({ state: 'done' })
  await alice.call('PATCH', `/images/${image?.id ?? ''}`, { shared: false })
  await expect.poll(() => registryNames(other.docker), { timeout: 30_000 }).toEqual([])
})

/** By which names of the registry's a daemon has images: while one is pushed it has such a name too. */
async function registryNames(docker: Docker): Promise<string[]> {
  const images = await docker.listImages()
  const all = images.flatMap(({ RepoTags, RepoDigests }) => [...(RepoTags ?? []), ...(RepoDigests ?? [])])
  return all.filter((name) => name.startsWith(registry.host))
}

test('the registry’s name for it is nobody’s way to it, on either server', async () => {
  for (const backend of ['far', 'local'])
    expect([
      await outcome(mallory, `${registry.host}/lent/alice/tool:1`, backend),
      await outcome(mallory, reference, backend),
    ]).toEqual(['refused', 'refused'])
  for (const { docker } of [machine, other])
    await expect.poll(() => registryNames(docker), { timeout: 30_000 }).toEqual([])
  expect(berth.logs()).not.toContain(password)
})

test('what is lost on every server is got from the registry again', async () => {
  for (const { id } of await alice.containers()) await alice.giveBack(id)
  for (const { docker } of [machine, other]) await docker.getImage(reference).remove({ force: true })
  await until(
    () => 'no server has it',
    async () => (await mine())?.backends.length === 0,
  )
  expect(await fileOf(`/images/${(await mine())?.id ?? ''}/singularity`)).toContain('"built":"anew"')
  expect(await outcome(alice, 'tool:1', 'local')).toBe('running')
})

test('deleted, it is gone from every server and from the registry', async () => {
  for (const { id } of await alice.containers()) await alice.giveBack(id)
  const image = await mine()
  await alice.call('DELETE', `/images/${image?.id ?? ''}`)
  await until(
    () => 'it is gone',
    async () => (await mine()) === undefined,
  )
  await until(
    () => 'it is gone from the registry',
    async () => !(await registry.has('lent/alice/tool', image?.registryDigest ?? '')),
  )
  for (const { docker } of [machine, other]) expect(await idOf(docker, reference)).toBeNull()
  expect(await outcome(alice, reference, 'far')).not.toBe('running')
})

test('a registry that deletes nothing says so, and is asked no more', async () => {
  await registry.setDelete(false)
  const kept = 'berth.internal/alice/kept:1'
  await buildFor(machine, berth.instance, 'alice', kept)
  const found = async () =>
    (await alice.call<Image[]>('GET', '/images?scope=mine')).find(({ reference: each }) => each === kept)
  await until(
    () => 'it is in the registry',
    async () => typeof (await found())?.registryDigest === 'string',
  )
  const { id, registryDigest } = (await found())!
  await alice.call('DELETE', `/images/${id}`)
  await until(
    () => 'the log says so',
    () => /"deleted":false/.test(berth.logs()),
  )
  expect(await found()).toBeUndefined()
  expect(await registry.has('lent/alice/kept', registryDigest ?? '')).toBe(true)
})
