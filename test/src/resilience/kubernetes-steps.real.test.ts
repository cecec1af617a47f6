import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Backend, Container } from '@berth/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { logIn, type Caller } from '../api/caller.ts'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { until } from '../fixtures/child.ts'
import { useDocker } from '../fixtures/docker.ts'
import { startKubernetesBackend, type KubernetesBackend } from '../fixtures/kubernetes-backend.ts'
import { throughProxy, type KubernetesProxy } from '../fixtures/kubernetes-proxy.ts'
import { useKubernetes, type TestKubernetes } from '../fixtures/kubernetes.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

let folder: string
let image: string
let cluster: TestKubernetes
let proxy: KubernetesProxy
let berth: RunningBerth
let agent: KubernetesBackend
let admin: Caller

beforeAll(async () => {
  folder = await temporaryFolder('kubernetes-steps')
  const machine = await useDocker()
  image = machine.images.busybox
  cluster = await useKubernetes()
  await cluster.loadImage(machine.docker, image)
  berth = await startBerth()
  agent = await startKubernetesBackend(cluster, berth.instance, folder)
  // From its next start on the agent reaches the API server through the proxy alone.
  await agent.kill('SIGTERM')
  proxy = await throughProxy(join(folder, 'agent.conf'))
  await agent.start()
  admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
  await admin.call('POST', '/backends', agent.connection)
  await untilReachable()
})
afterAll(async () => {
  proxy.close()
  await berth.stop()
  await agent.stop()
  await rm(folder, { recursive: true })
})

/** As far as lending there goes. */
const untilReachable = (): Promise<void> =>
  until(
    () => 'the cluster is reachable',
    async () =>
      (await admin.call<Backend[]>('GET', '/backends')).some(
        (one) => one.name === 'cluster' && one.reachable,
      ),
  )

/** Somebody for whom nothing was made on the cluster yet. */
async function newcomer(name: string): Promise<Caller> {
  const password = 'a lecture on the cluster'
  await admin.call('POST', '/accounts', { name, password })
  return logIn(berth.url, name, password)
}

const answers = (): Promise<void> =>
  until(
    () => 'the API server answers',
    () =>
      cluster.administer(['get', '--raw', '/readyz']).then(
        () => true,
        () => false,
      ),
  )

/** What may be killed; each resolves when it serves again. */
const killed: [string, () => Promise<void>][] = [
  ['agent', () => agent.kill().then(() => agent.start())],
  ['api-server', () => cluster.killApiServer().then(answers)],
]

/**
 * Has something killed as soon as the API server has done the agent's next write of this kind, whose answer is lost.
 * Resolves when all is there again.
 */
async function killedAt(method: string, resource: string, kill: () => Promise<void>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>()
  const object = new RegExp(`/${resource}/[^/?]+(?:\\?|$)`)
  proxy.lose = (asked, path) => {
    if (asked !== method || !object.test(path)) return false
    proxy.lose = () => false
    kill().then(() => resolve(undefined), reject)
    return true
  }
  await promise
}

/** What there is of a container, by kind. */
async function onTheCluster(id: string): Promise<Record<string, number>> {
  const found = await cluster.administer([
    'get',
    'deployments,services,pods',
    '-A',
    '-o',
    'json',
    '-l',
    `berth.container=${id}`,
  ])
  const { items } = JSON.parse(found) as { items: { kind: string }[] }
  const count = (kind: string) => items.filter((one) => one.kind === kind).length
  return { deployments: count('Deployment'), services: count('Service'), pods: count('Pod') }
}

const lend = (who: Caller): Promise<Container> =>
  who.call('POST', '/containers', { name: 'lesson', image, guestPorts: [8080], backend: 'cluster' })

const steps = [
  'namespaces',
  'resourcequotas',
  'limitranges',
  'networkpolicies',
  'serviceaccounts',
  'services',
  'deployments',
]

/** By which no controller has found the cluster again: theirs wait longer from one failure to the next, up to a minute. */
const patience = 150

describe.each(killed)('%s', { timeout: 300_000 }, (name, kill) => {
  test('killed at each step of creations: each exists once', async () => {
    const lent: [Caller, Container][] = []
    for (const step of steps) {
      const who = await newcomer(`${name}-${step}`)
      const back = killedAt('PATCH', step, kill)
      lent.push([who, await lend(who)])
      await back
    }
    for (const [who, { id }] of lent) {
      await who.until(id, 'running', patience)
      expect(await onTheCluster(id)).toEqual({ deployments: 1, services: 1, pods: 1 })
    }
  })

  test('killed at each step of deletions: nothing is left', async () => {
    const lent = await admin.call<Container[]>('GET', '/containers?scope=all')
    expect(lent).toHaveLength(steps.length)
    for (const [index, step] of ['ingresses', 'services', 'deployments'].entries()) {
      const back = killedAt('DELETE', step, kill)
      await admin.call('DELETE', `/containers/${lent[index]?.id ?? ''}`)
      await back
    }
    for (const { id } of lent.slice(3)) await admin.call('DELETE', `/containers/${id}`)
    for (const { id } of lent) {
      await admin.until(id, 'gone', patience)
      expect(await onTheCluster(id)).toEqual({ deployments: 0, services: 0, pods: 0 })
    }
  })
})
