import { rm } from 'node:fs/promises'
import type { Backend, Container, Image } from '@berth/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { buildFor } from '../fixtures/build-for.ts'
import { until } from '../fixtures/child.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { startKubernetesBackend, type KubernetesBackend } from '../fixtures/kubernetes-backend.ts'
import { nodeNetwork } from '../fixtures/kubernetes-node.ts'
import { useKubernetes, type TestKubernetes } from '../fixtures/kubernetes.ts'
import { startRegistry, type TestRegistry } from '../fixtures/registry.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { enrol, logIn, pause, type Caller } from './caller.ts'

const password = 'what-only-berth-knows'
const reference = 'berth.internal/alice/tool:1'

let folder: string
let machine: TestDocker
let cluster: TestKubernetes
let registry: TestRegistry
let berth: RunningBerth
let agent: KubernetesBackend
let alice: Caller
let mallory: Caller

beforeAll(async () => {
  folder = await temporaryFolder('kubernetes-stored')
  machine = await useDocker()
  cluster = await useKubernetes()
  registry = await startRegistry({ berth: password })
  await registry.listenIn(nodeNetwork)
  berth = await startBerth({
    env: {
      BERTH_REGISTRY_URL: `http://${registry.host}/lent`,
      BERTH_REGISTRY_USER: 'berth',
      BERTH_REGISTRY_PASSWORD: password,
    },
  })
  agent = await startKubernetesBackend(cluster, berth.instance, folder)
  const admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
  await admin.call('POST', '/backends', agent.connection)
  alice = await enrol(admin, 'alice')
  mallory = await enrol(admin, 'mallory')
  await until(
    () => 'the cluster is reachable',
    async () =>
      (await admin.call<Backend[]>('GET', '/backends')).some(
        ({ name, reachable, room }) => name === 'cluster' && reachable && room !== null,
      ),
  )
}, 240_000)
afterAll(async () => {
  await berth.stop()
  await agent.stop()
  await registry.stop()
  await rm(folder, { recursive: true })
})

let count = 0

async function outcome(who: Caller, image: string): Promise<string> {
  const name = `c${String((count += 1))}`
  const answer = await who.json('POST', '/containers', { name, image, backend: 'cluster' })
  if (!answer.ok) return 'refused'
  const { id } = (await answer.json()) as Container
  for (;;) {
    const container = await who.call<Container>('GET', `/containers/${id}`)
    if (container.state === 'running') return 'running'
    if (container.state === 'failed') return container.reason?.code ?? 'failed'
    await pause(100)
  }
}

test('what is built on a Docker host runs on the cluster, for those who may use it', async () => {
  await buildFor(machine, berth.instance, 'alice', reference)
  await until(
    () => 'it runs on the cluster',
    async () => (await outcome(alice, reference)) === 'running',
  )
  expect(await outcome(mallory, reference)).toBe('refused')
  const [image] = await alice.call<Image[]>('GET', '/images?scope=mine')
  await alice.call('PATCH', `/images/${image?.id ?? ''}`, { shared: true })
  expect(await outcome(mallory, reference)).toBe('running')
  expect(agent.logs()).not.toContain(password)
})

test('the registry’s name for it gets nobody past Berth', async () => {
  const [image] = await alice.call<Image[]>('GET', '/images?scope=mine')
  await alice.call('PATCH', `/images/${image?.id ?? ''}`, { shared: false })
  expect(await outcome(mallory, reference)).toBe('refused')
  expect(await outcome(mallory, `${registry.host}/lent/alice/tool:1`)).toBe('refused')
})
