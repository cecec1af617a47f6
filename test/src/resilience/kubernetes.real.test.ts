import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Backend, Container } from '@berth/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { logIn, pause, type Caller } from '../api/caller.ts'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { until } from '../fixtures/child.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { startKubernetesBackend, type KubernetesBackend } from '../fixtures/kubernetes-backend.ts'
import { useKubernetes, type TestKubernetes } from '../fixtures/kubernetes.ts'
import { throughTcpProxy } from '../fixtures/kubernetes-proxy.ts'
import type { Proxy } from '../fixtures/proxy.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

let folder: string
let machine: TestDocker
let cluster: TestKubernetes
let proxy: Proxy
let berth: RunningBerth
let agent: KubernetesBackend
let admin: Caller

beforeAll(async () => {
  folder = await temporaryFolder('kubernetes-resilience')
  machine = await useDocker()
  cluster = await useKubernetes()
  await cluster.loadImage(machine.docker, machine.images.busybox)
  berth = await startBerth({ env: { BERTH_LIMITS_MAX_GPUS: '1' } })
  agent = await startKubernetesBackend(cluster, berth.instance, folder)
  // From now on the agent reaches the API server through the proxy alone.
  await agent.kill('SIGTERM')
  proxy = await throughTcpProxy(join(folder, 'agent.conf'))
  await agent.start()
  admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
  await admin.call('POST', '/backends', agent.connection)
  await untilReachable(true)
})
afterAll(async () => {
  await berth.stop()
  await agent.stop()
  await proxy.close()
  await rm(folder, { recursive: true })
})

const shown = async (): Promise<Backend | undefined> =>
  (await admin.call<Backend[]>('GET', '/backends')).find(({ name }) => name === 'cluster')

/** As far as lending there goes. */
const untilReachable = (wanted: boolean): Promise<void> =>
  until(
    () => `the cluster is ${wanted ? '' : 'not '}reachable`,
    async () => ((await shown())?.reachable ?? false) === wanted,
  )

const create = (name: string, backend = 'cluster', more: object = {}): Promise<Container> =>
  admin.call<Container>('POST', '/containers', { name, image: machine.images.busybox, backend, ...more })

const stateOf = async ({ id }: Container): Promise<Container['state']> =>
  (await admin.call<Container>('GET', `/containers/${id}`)).state

/** By the console's ID, how many Deployments there are. */
async function onTheCluster(): Promise<Map<string, number>> {
  const selector = `berth.instance=${berth.instance},berth.container`
  const path = '{range .items[*]}{.metadata.labels.berth\\.container}{"\\n"}{end}'
  const ids = await cluster.administer(['get', 'deployments', '-A', '-l', selector, '-o', `jsonpath=${path}`])
  const counts = new Map<string, number>()
  for (const id of ids.split('\n').filter((one) => one !== '')) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

const spread = 5

test.each([60, 300])(
  'the agent killed in the midst of creations %i ms apart: each exists once',
  async (apart) => {
    const accepted: Promise<Container>[] = []
    for (let i = 0; i < spread; i += 1) {
      accepted.push(create(`c-${apart}-${i}`))
      await pause(apart)
    }
    await agent.kill()
    await agent.start()
    for (const { id } of await Promise.all(accepted)) await admin.until(id, 'running', 90)
    const real = await onTheCluster()
    expect([...real.values()].every((count) => count === 1)).toBe(true)
    expect([...real.keys()].sort()).toEqual((await admin.containers()).map(({ id }) => id).sort())
  },
)

test('the agent killed in the midst of deletions: nothing is left', async () => {
  const before = await admin.containers()
  for (const { id } of before) {
    await admin.call('DELETE', `/containers/${id}`)
    await pause(60)
  }
  await agent.kill()
  await agent.start()
  await until(
    () => 'all are gone',
    async () => (await admin.containers()).length === 0,
    120_000,
  )
  expect(await onTheCluster()).toEqual(new Map())
})

test('the API server away: what is on Docker goes on, and afterwards the page is true', async () => {
  const kept = await create('kept')
  const ended = await create('ended')
  for (const { id } of [kept, ended]) await admin.until(id, 'running')
  proxy.cut()
  await untilReachable(false)
  // What is known of it stays, and of when that is.
  expect(await shown()).toMatchObject({
    capabilities: { gpus: true, terminal: true },
    room: { gpus: 2 },
    lastSeenAt: expect.any(String) as string,
  })
  const onDocker = await create('docker', 'local')
  await admin.until(onDocker.id, 'running')
  const waiting = await create('waiting', 'cluster', { limits: { gpus: 1 } })
  const selector = ['-A', '-l', `berth.container=${ended.id}`]
  await cluster.administer(['delete', 'deployments', ...selector, '--cascade=foreground'])
  // What it does not see it does not guess.
  expect(await stateOf(ended)).toBe('running')
  proxy.mend()
  await until(
    () => 'the page tells what was lost meanwhile',
    async () => (await stateOf(ended)) === 'failed',
  )
  await admin.until(waiting.id, 'running', 90)
  expect(await stateOf(kept)).toBe('running')
  for (const { id } of [kept, ended, onDocker, waiting]) await admin.giveBack(id)
  expect(await onTheCluster()).toEqual(new Map())
})
