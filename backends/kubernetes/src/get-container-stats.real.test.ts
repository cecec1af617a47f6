import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Stats } from '@berth/contract'
import { KubeConfig } from '@kubernetes/client-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useDocker } from '../../../test/src/fixtures/docker.ts'
import { agentKubeconfig } from '../../../test/src/fixtures/kubernetes-agent.ts'
import { useKubernetesMetrics, type TestMetrics } from '../../../test/src/fixtures/kubernetes-metrics.ts'
import { useKubernetes, type TestKubernetes } from '../../../test/src/fixtures/kubernetes.ts'
import { temporaryFolder } from '../../../test/src/fixtures/temporary-folder.ts'
import { createKubernetesBackend, defaultSettings } from './index.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const id = randomUUID()
const instance = randomUUID().slice(0, 12)

let folder: string
let cluster: TestKubernetes
let metrics: TestMetrics
let backend: ReturnType<typeof createKubernetesBackend>

beforeAll(async () => {
  const daemon = await useDocker()
  folder = await temporaryFolder('kubernetes-stats')
  cluster = await useKubernetes()
  await cluster.loadImage(daemon.docker, daemon.images.busybox)
  const config = new KubeConfig()
  config.loadFromFile(await agentKubeconfig(cluster, join(folder, 'agent.conf')))
  const settings = defaultSettings(folder)
  backend = createKubernetesBackend({ config, instance, settings, log: silent })
  metrics = await useKubernetesMetrics(cluster)
  await backend.createContainer({
    id,
    account: 'busy',
    name: 'busy',
    image: `docker.io/${daemon.images.busybox}`,
    command: ['sh', '-c', 'trap exit TERM; while :; do :; done'],
    environments: [],
    guestPorts: [],
    limits: { memory: 64 * 1024 ** 2, cpus: 0.5, pids: 64, gpus: 0 },
  })
})
afterAll(async () => {
  await backend.close()
  await cluster.administer(['delete', 'namespace', '-l', `berth.instance=${instance}`, '--wait=false'])
  await metrics.remove()
  await rm(folder, { recursive: true })
})

async function read(follow: boolean, count: number): Promise<Stats[]> {
  const stop = new AbortController()
  const readings: Stats[] = []
  for await (const stats of backend.getContainerStats(id, { follow, signal: stop.signal })) {
    readings.push(stats)
    if (readings.length === count) stop.abort()
  }
  return readings
}

test('where the cluster serves metrics, a busy container’s are told', async () => {
  expect((await backend.info()).capabilities.stats).toBe(true)
  const [once, ...more] = await read(false, 2)
  expect(more).toEqual([])
  expect(once).toMatchObject({
    memoryLimit: 64 * 1024 ** 2,
    networkReceived: null,
    networkSent: null,
    pids: null,
  })
  expect(once?.memory).toBeGreaterThan(0)
  expect(once?.memory).toBeLessThan(64 * 1024 ** 2)
})

test('followed, each reading is newer than the one before, and shows the work', async () => {
  const [first, second] = await read(true, 2)
  expect(Date.parse(second?.time ?? '')).toBeGreaterThan(Date.parse(first?.time ?? ''))
  expect(second?.cpus).toBeGreaterThan(0.05)
  expect(second?.cpus).toBeLessThan(1)
})

test('the readings end with the container', async () => {
  const ending = read(true, 1_000)
  await backend.stopContainer(id)
  await expect(ending).rejects.toMatchObject({ code: 'container-not-running' })
  await expect(read(false, 1)).rejects.toMatchObject({ code: 'container-not-running' })
})

test('where they are served no more, the backend says so', async () => {
  await backend.startContainer(id)
  await metrics.remove()
  metrics = { remove: () => Promise.resolve() }
  expect((await backend.info()).capabilities.stats).toBe(false)
  await expect(read(false, 1)).rejects.toMatchObject({ code: 'capability-missing' })
})
