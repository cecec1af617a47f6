import { rm } from 'node:fs/promises'
import type { Backend, Container } from '@berth/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { until } from '../fixtures/child.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { startKubernetesBackend, type KubernetesBackend } from '../fixtures/kubernetes-backend.ts'
import { useKubernetes, type TestKubernetes } from '../fixtures/kubernetes.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { enrol, logIn, type Caller } from './caller.ts'

let folder: string
let machine: TestDocker
let cluster: TestKubernetes
let berth: RunningBerth
let agent: KubernetesBackend
let admin: Caller
let alice: Caller
let bob: Caller

beforeAll(async () => {
  folder = await temporaryFolder('kubernetes-api')
  machine = await useDocker()
  cluster = await useKubernetes()
  await cluster.loadImage(machine.docker, machine.images.busybox)
  berth = await startBerth({ env: { BERTH_LIMITS_MAX_GPUS: '2' } })
  agent = await startKubernetesBackend(cluster, berth.instance, folder)
  admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
  await admin.call('POST', '/backends', agent.connection)
  alice = await enrol(admin, 'alice')
  bob = await enrol(admin, 'a.l_ice')
  await until(
    () => 'the cluster is reachable',
    async () => (await cluster1()).reachable && (await cluster1()).room !== null,
  )
})
afterAll(async () => {
  await berth.stop()
  await agent.stop()
  await rm(folder, { recursive: true })
})

const cluster1 = async (): Promise<Backend> => {
  const found = (await admin.call<Backend[]>('GET', '/backends')).find(({ name }) => name === 'cluster')
  if (found === undefined) throw new Error('The cluster is not connected')
  return found
}

const lend = (caller: Caller, name: string, more: object = {}): Promise<Container> =>
  caller.lend(name, { image: machine.images.busybox, backend: 'cluster', ...more })

interface Listed {
  items: { metadata: { namespace: string }; spec: Record<string, unknown> }[]
}

const listed = async (what: string, ...more: string[]): Promise<Listed> =>
  JSON.parse(
    await cluster.administer([
      'get',
      what,
      '-A',
      '-l',
      `berth.instance=${berth.instance}`,
      ...more,
      '-o',
      'json',
    ]),
  ) as Listed

it('keeps accounts in namespaces of their own, whose names do not meet', async () => {
  const [hers, his] = await Promise.all([lend(alice, 'same'), lend(bob, 'same')])
  const { items } = await listed('namespaces')
  expect(items.length).toBe(2)
  expect((await bob.refused('GET', `/containers/${hers.id}`)).status).toBe(404)
  expect((await bob.containers()).map(({ id }) => id)).toEqual([his.id])
  await Promise.all([alice.giveBack(hers.id), bob.giveBack(his.id)])
})

it('has a container’s image made a SIF file on a Docker server, and says so where there is none', async () => {
  const { id, image } = await lend(alice, 'sif')
  const path = `/singularity?image=${encodeURIComponent(image)}`
  await until(
    () => 'the file is made',
    async () => {
      const { status } = await alice.send('HEAD', path)
      expect([200, 202]).toContain(status)
      return status === 200
    },
  )
  await admin.call('PATCH', '/backends/local', { lending: false })
  const problem = await alice.refused('GET', path)
  await admin.call('PATCH', '/backends/local', { lending: true })
  expect(problem).toMatchObject({ code: 'singularity-unavailable', params: { backends: 'cluster' } })
  await alice.giveBack(id)
})

it('gives a pod nothing of the cluster’s or the node’s', async () => {
  const { id } = await lend(alice, 'bare', { guestPorts: '8080' })
  const { items } = await listed('pods')
  expect(items[0]?.spec).toMatchObject({
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
  })
  for (const host of ['hostNetwork', 'hostPID', 'hostIPC']) expect(items[0]?.spec[host] ?? false).toBe(false)
  expect(JSON.stringify(items[0]?.spec)).not.toMatch(/hostPath|serviceAccountToken|"privileged":true/)
  const namespace = items[0]?.metadata.namespace ?? ''
  const labels = await cluster.administer(['get', 'namespace', namespace, '--show-labels'])
  expect(labels).toContain('pod-security.kubernetes.io/enforce=baseline')
  for (const what of ['resourcequota', 'limitrange', 'networkpolicy'])
    expect(await cluster.administer(['-n', namespace, 'get', what, '-o', 'name'])).toContain('berth')
  const exec = { command: ['ls', '/var/run/secrets/kubernetes.io'] }
  expect(await alice.call('POST', `/containers/${id}/exec`, exec)).toMatchObject({ exitCode: 1 })
  await alice.giveBack(id)
})

it.each([
  [
    'an image that is not there',
    { image: '127.0.0.1:9/no/such:1' },
    /image-not-found|registry-unreachable|pull-failed/,
  ],
  ['a program that is not there', { command: '/no/such/program' }, /command-not-found/],
])('says why %s does not run', async (_, more, code) => {
  const body = { name: 'faulty', image: machine.images.busybox, backend: 'cluster', ...more }
  const { id } = await alice.call<Container>('POST', '/containers', body)
  await until(
    () => 'the reason is told',
    async () => code.test((await alice.call<Container>('GET', `/containers/${id}`)).reason?.code ?? ''),
  )
  await alice.giveBack(id)
})

it('lends GPUs as far as there are any; who is too many waits, and is next', async () => {
  expect((await cluster1()).room).toMatchObject({ gpus: 2, gpusFree: 2 })
  const limits = { gpus: 1 }
  const first = await lend(alice, 'gpu-1', { limits })
  const second = await lend(bob, 'gpu-2', { limits })
  const body = { name: 'gpu-3', image: machine.images.busybox, backend: 'cluster', limits }
  const third = await alice.call<Container>('POST', '/containers', body)
  await until(
    () => 'it is told that there is no room',
    async () => (await alice.call<Container>('GET', `/containers/${third.id}`)).reason?.code === 'no-room',
  )
  await bob.giveBack(second.id)
  await alice.until(third.id, 'running', 90)
  await Promise.all([first, third].map(({ id }) => alice.giveBack(id)))
})

it('ends a stopped container’s pod, and starts it anew', async () => {
  const { id } = await lend(alice, 'rest')
  await alice.call('POST', `/containers/${id}/stop`)
  await alice.until(id, 'stopped')
  expect((await listed('pods')).items).toEqual([])
  await alice.call('POST', `/containers/${id}/start`)
  await alice.until(id, 'running')
  await alice.giveBack(id)
})

it('leaves nothing of an account that is deleted, nor a token that works', async () => {
  const carol = await enrol(admin, 'carol')
  await lend(carol, 'last')
  const { token, namespace } = await carol.call<{ token: string; namespace: string }>(
    'POST',
    '/kubernetes/credentials',
    {},
  )
  const pods = ['--token', token, '-n', namespace, 'get', 'pods']
  await cluster.administer(['auth', 'can-i', 'list', 'pods', ...pods.slice(0, 4)])
  await admin.call('DELETE', '/accounts/carol')
  await until(
    () => 'the token is refused',
    async () => {
      const user = `system:serviceaccount:${namespace}:berth-kubectl`
      const asked = ['auth', 'can-i', 'list', 'pods', '-n', namespace, '--as', user]
      return cluster.administer(asked).then(
        (answer) => answer.trim() === 'no',
        () => true,
      )
    },
  )
  await until(
    () => 'nothing is left',
    async () => (await listed('deployments')).items.every(({ metadata }) => metadata.namespace !== namespace),
  )
})
