import type { ContainerSpec } from '@berth/contract'
import { afterEach, expect, test } from 'vitest'
import { startSmallApiServer, type SmallApiServer } from '../test/small-api-server.ts'
import { createKubernetesBackend, defaultSettings } from './index.ts'
import type { KubernetesSettings } from './settings.ts'
import { namespaceOf } from './translate/names.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const spec: ContainerSpec = {
  id: 'aaaaaaaa-0000-4000-8000-000000000001',
  account: 'ada',
  name: 'web',
  image: 'docker.io/library/nginx',
  environments: [],
  guestPorts: [80],
  limits: { memory: 1_000_000, cpus: 1, pids: 64, gpus: 0 },
}
const namespace = namespaceOf(spec.account, 'one')
const deploymentPath = `/apis/apps/v1/namespaces/${namespace}/deployments/web`
const servicePath = `/api/v1/namespaces/${namespace}/services/web`
const watches = /^GET \/(?:apis\/apps\/v1\/deployments|api\/v1\/(?:pods|services))\?/
const ended: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const end of ended.splice(0)) await end()
})

async function start(
  instead?: Parameters<typeof startSmallApiServer>[0],
  more: Partial<KubernetesSettings> = {},
) {
  const server = await startSmallApiServer(instead)
  const settings = { ...defaultSettings('/nowhere'), ...more }
  const backend = createKubernetesBackend({ config: server.config, instance: 'one', settings, log: silent })
  ended.push(() => backend.close(), server.close)
  return { server, backend }
}

/** What a kubelet and a scheduler would do. */
function run(server: SmallApiServer): void {
  const { metadata } = server.objects.get(deploymentPath) ?? {}
  const state = { running: { startedAt: '2026-01-01T00:00:00Z' } }
  const status = { containerStatuses: [{ state }] }
  const creationTimestamp = '2026-01-01T00:00:00Z'
  server.put(`/api/v1/namespaces/${namespace}/pods/web-1`, {
    metadata: { ...metadata, name: 'web-1', creationTimestamp },
    status,
  })
}

/** Resolves when something that the cluster was told is there. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}

test('A creation asks by name, lists nothing, and makes Service and Deployment', async () => {
  const { server, backend } = await start()
  await until(() => server.asked.filter((one) => one.includes('watch=true')).length === 3)
  const before = server.asked.length
  const creating = backend.createContainer({ ...spec, guestPorts: [] })
  await until(() => server.objects.has(deploymentPath))
  run(server)
  expect(await creating).toMatchObject({ id: spec.id, state: 'running' })
  const asked = server.asked.slice(before)
  expect(asked[0]).toBe(`GET ${deploymentPath}`)
  expect(asked.filter((one) => watches.test(one))).toEqual([])
})

test('A name that another container has is taken', async () => {
  const { server, backend } = await start()
  server.put(deploymentPath, { metadata: { labels: { 'berth.container': 'another' } } })
  await expect(backend.createContainer(spec)).rejects.toMatchObject({ code: 'name-taken' })
  expect(server.objects.size).toBe(1)
})

test('One that is being removed is no new one', async () => {
  const { server, backend } = await start()
  const labels = { 'berth.container': spec.id }
  server.put(deploymentPath, { metadata: { labels, deletionTimestamp: '2026-01-01T00:00:00Z' } })
  expect(await backend.createContainer(spec)).toMatchObject({ state: 'removing' })
})

test('Where the Service is refused, nothing is left running', async () => {
  const message = 'Service "web" is invalid: provided port is already allocated'
  const { server, backend } = await start(({ method, url }, answer, { objects }) => {
    if (method !== 'PATCH' || url?.startsWith(servicePath) !== true) return false
    // Told when the Deployment is made.
    void until(() => objects.has(deploymentPath)).then(() =>
      answer.writeHead(422, { 'content-type': 'application/json' }).end(JSON.stringify({ message })),
    )
    return true
  })
  await expect(backend.createContainer(spec)).rejects.toMatchObject({ code: 'port-range-full' })
  expect(server.objects.has(deploymentPath)).toBe(false)
})

test('An Ingress, which nothing tells of later, is there before the program', async () => {
  const ingress = { className: 'nginx', domain: 'example.org', scheme: 'https' } as const
  const { server, backend } = await start(undefined, { ingress })
  const creating = backend.createContainer(spec)
  await until(() => server.objects.has(deploymentPath))
  server.put(servicePath, {
    ...server.objects.get(servicePath),
    spec: { type: 'ClusterIP', ports: [{ port: 80 }] },
  })
  run(server)
  expect(await creating).toMatchObject({ ports: [{ guest: 80, host: 443 }] })
  const kinds = server.asked.flatMap(
    (one) => /^PATCH .*\/(services|ingresses|deployments)\//.exec(one)?.[1] ?? [],
  )
  expect(kinds).toEqual(['services', 'ingresses', 'deployments'])
})

test('A creation that was broken off before its Service is not told as running, and a repeat makes it whole', async () => {
  const { server, backend } = await start()
  const labels = { 'berth.instance': 'one', 'berth.container': spec.id }
  const containers = [{ ports: [{ containerPort: 80 }] }]
  server.put(deploymentPath, {
    metadata: { labels, name: 'web', namespace },
    spec: { template: { spec: { containers } } },
  })
  run(server)
  expect((await backend.inspectContainer(spec.id)).state).toBe('created')
  const creating = backend.createContainer(spec)
  await until(() => server.objects.has(servicePath))
  server.put(servicePath, {
    ...server.objects.get(servicePath),
    spec: { ports: [{ port: 80, nodePort: 30_080 }] },
  })
  run(server)
  expect(await creating).toMatchObject({ state: 'running', ports: [{ guest: 80, host: 30_080 }] })
})
