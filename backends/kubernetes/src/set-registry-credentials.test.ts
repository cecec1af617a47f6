import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Backend } from '@berth/backend'
import type { RegistryLogin } from '@berth/contract'
import { startSmallApiServer, type SmallApiServer } from '../test/small-api-server.ts'
import { createKubernetesBackend, defaultSettings } from './index.ts'
import { namespaceOf } from './translate/names.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const logins = [{ registry: 'registry.example', user: 'ada', password: 'secret' }]
const namespace = namespaceOf('ada', 'one')
const secretPath = `/api/v1/namespaces/${namespace}/secrets/berth-registry`
const deploymentPath = `/apis/apps/v1/namespaces/${namespace}/deployments/web`
const eventsPath = `/api/v1/namespaces/${namespace}/events`
const spec = {
  id: 'aaaaaaaa-0000-4000-8000-000000000001',
  account: 'ada',
  name: 'web',
  image: 'registry.example/ada/web',
  environments: [],
  guestPorts: [],
  limits: { memory: 1_000_000, cpus: 1, pids: 64, gpus: 0 },
}

let server: SmallApiServer
let backend: Backend
let refused = false
beforeEach(async () => {
  refused = false
  server = await startSmallApiServer(({ method, url }, answer) => {
    const json = { 'content-type': 'application/json' }
    if (url?.startsWith(eventsPath) === true) {
      const items = [{ reason: 'FailedToRetrieveImagePullSecret', involvedObject: {}, metadata: {} }]
      answer.writeHead(200, json).end(JSON.stringify({ items }))
    } else if (refused && method === 'PATCH' && url?.startsWith(deploymentPath) === true) {
      refused = false
      answer.writeHead(404, json).end(JSON.stringify({ message: 'no such namespace' }))
    } else return false
    return true
  })
  const settings = defaultSettings('/nowhere')
  backend = createKubernetesBackend({ config: server.config, instance: 'one', settings, log: silent })
})
afterEach(async () => {
  vi.useRealTimers()
  await backend.close()
  server.close()
})

const tell = (all: RegistryLogin[]) => backend.setRegistryCredentials?.('ada', all)
const writes = () => server.asked.filter((one) => one.startsWith(`PATCH ${secretPath}`)).length

test('What was just written is not written again, unless it is another', async () => {
  await tell(logins)
  await tell(logins)
  expect(writes()).toBe(1)
  await tell([{ ...logins[0]!, password: 'another' }])
  expect(writes()).toBe(2)
  await tell([])
  await tell(logins)
  expect(writes()).toBe(3)
})

test('What was written a while ago is written again', async () => {
  await tell(logins)
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(Date.now() + 61_000)
  await tell(logins)
  expect(writes()).toBe(2)
})

test('A namespace that is no more took the secret along: the repeat writes it', async () => {
  await tell(logins)
  refused = true
  await expect(backend.createContainer(spec)).rejects.toMatchObject({ code: 'runtime-unavailable' })
  await tell(logins)
  expect(writes()).toBe(2)
})

test('A secret that somebody deleted is missed by the kubelet: the repeat writes it', async () => {
  await tell(logins)
  const creating = backend.createContainer(spec)
  creating.catch(() => undefined)
  while (!server.objects.has(deploymentPath)) await new Promise((resolve) => setTimeout(resolve, 5))
  const { metadata } = server.objects.get(deploymentPath)!
  const waiting = { reason: 'ErrImagePull', message: 'registry.example/ada/web: not found' }
  server.put(`/api/v1/namespaces/${namespace}/pods/web-1`, {
    metadata: { ...metadata, name: 'web-1', creationTimestamp: '2026-01-01T00:00:00Z' },
    status: { containerStatuses: [{ state: { waiting } }] },
  })
  await expect(creating).rejects.toMatchObject({ code: 'runtime-unavailable' })
  expect(server.objects.has(deploymentPath)).toBe(false)
  await tell(logins)
  expect(writes()).toBe(2)
})
