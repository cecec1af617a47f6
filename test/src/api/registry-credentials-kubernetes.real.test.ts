import { rm } from 'node:fs/promises'
import type { Backend, Container } from '@berth/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { until } from '../fixtures/child.ts'
import { useDocker } from '../fixtures/docker.ts'
import { startKubernetesBackend, type KubernetesBackend } from '../fixtures/kubernetes-backend.ts'
import { nodeNetwork } from '../fixtures/kubernetes-node.ts'
import { useKubernetes, type TestKubernetes } from '../fixtures/kubernetes.ts'
import { startRegistry, type TestRegistry } from '../fixtures/registry.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { enrol, logIn, pause, type Caller } from './caller.ts'

const password = 'alice-has-a-token-for-the-cluster'

let folder: string
let cluster: TestKubernetes
let registry: TestRegistry
let berth: RunningBerth
let agent: KubernetesBackend
let admin: Caller
let alice: Caller
let mallory: Caller
let image: string

beforeAll(async () => {
  folder = await temporaryFolder('kubernetes-registry')
  const { docker, images } = await useDocker()
  cluster = await useKubernetes()
  registry = await startRegistry({ alice: password })
  image = `${registry.host}/team/secret:1`
  await registry.push(docker, images.busybox, 'team/secret:1')
  await registry.listenIn(nodeNetwork)
  berth = await startBerth()
  agent = await startKubernetesBackend(cluster, berth.instance, folder)
  admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
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

async function outcome(who: Caller): Promise<string> {
  const name = `c${String((count += 1))}`
  const { id } = await who.call<Container>('POST', '/containers', { name, image, backend: 'cluster' })
  for (;;) {
    const container = await who.call<Container>('GET', `/containers/${id}`)
    if (container.state === 'running') return 'running'
    if (container.state === 'failed') return container.reason?.code ?? 'failed'
    await pause(100)
  }
}

interface Secrets {
  items: { metadata: { name: string; namespace: string }; type: string }[]
}

const secrets = async () => {
  const kind = ['get', 'secrets', '-A', '-l', `berth.instance=${berth.instance}`, '-o', 'json']
  return (JSON.parse(await cluster.administer(kind)) as Secrets).items
}

test('a private image runs with its account’s login, and not for another though the node has it', async () => {
  expect(await outcome(alice)).toBe('image-not-found')
  await alice.call('PUT', '/registry-credentials', { registry: registry.host, user: 'alice', password })
  expect(await outcome(alice)).toBe('running')
  expect(await secrets()).toMatchObject([
    { metadata: { name: 'berth-registry' }, type: 'kubernetes.io/dockerconfigjson' },
  ])
  expect(await outcome(mallory)).toBe('image-not-found')
})

test('neither the account’s own kubectl nor the agent reads the secret', async () => {
  const [secret] = await secrets()
  const namespace = secret?.metadata.namespace ?? ''
  const may = (verb: string, name: string, as: string) =>
    cluster
      .administer([
        'auth',
        'can-i',
        verb,
        `secrets/${name}`,
        '-n',
        namespace,
        `--as=system:serviceaccount:${as}`,
      ])
      .then(
        () => true,
        () => false,
      )
  expect(await may('get', 'berth-registry', `${namespace}:berth-kubectl`)).toBe(false)
  expect(await may('get', 'berth-registry', 'berth:berth-agent')).toBe(false)
  expect(await may('create', 'another', 'berth:berth-agent')).toBe(false)
  expect(await may('patch', 'berth-registry', 'berth:berth-agent')).toBe(true)
  expect(agent.logs()).not.toContain(password)
})

test('a login that is forgotten is gone from the cluster', async () => {
  await alice.call('DELETE', `/registry-credentials?registry=${registry.host}`)
  await until(
    () => 'the secret is gone',
    async () => (await secrets()).length === 0,
  )
  expect(await outcome(alice)).toBe('image-not-found')
})
