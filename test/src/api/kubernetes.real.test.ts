import { execFile } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Backend, Container } from '@berth/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { until } from '../fixtures/child.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { startKubernetesBackend, type KubernetesBackend } from '../fixtures/kubernetes-backend.ts'
import { startIngressController } from '../fixtures/kubernetes-ingress.ts'
import { useKubernetes, type TestKubernetes } from '../fixtures/kubernetes.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { enrol, logIn, type Caller } from './caller.ts'

const run = promisify(execFile)

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
  berth = await startBerth({ env: { BERTH_LIMITS_MAX_GPUS: '3' } })
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
  // As they are typed; the console knows them in small letters.
  const names = ['A.L-Ice', 'a-l.ice', 'x_'.repeat(16)]
  const others = await Promise.all(names.map((name) => enrol(admin, name)))
  const [hers, his, ...theirs] = await Promise.all([alice, bob, ...others].map((who) => lend(who, 'same')))
  const { items } = await listed('namespaces')
  expect(items.length).toBe(5)
  expect((await bob.refused('GET', `/containers/${hers?.id ?? ''}`)).status).toBe(404)
  expect((await bob.containers()).map(({ id }) => id)).toEqual([his?.id])
  const everybodys = await admin.call<Container[]>('GET', '/containers?scope=all')
  expect(everybodys.map(({ account, name }) => `${account}/${name}`).sort()).toEqual(
    ['alice', 'a.l_ice', ...names].map((name) => `${name.toLowerCase()}/same`).sort(),
  )
  await Promise.all([hers, his, ...theirs].map((one) => admin.giveBack(one?.id ?? '')))
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
  await until(
    () => 'the console knows that it lends no more',
    async () => (await alice.send('HEAD', path)).status === 503,
  )
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
  const network = await cluster.administer(['get', 'nodes', '-o', 'jsonpath={.items[0].spec.podCIDR}'])
  const policy = await cluster.administer(['-n', namespace, 'get', 'networkpolicy', 'berth', '-o', 'json'])
  expect(JSON.parse(policy)).toMatchObject({
    spec: {
      podSelector: {},
      ingress: [{}, {}, { from: [{ ipBlock: { cidr: '0.0.0.0/0', except: [network.trim()] } }] }],
    },
  })
  for (const what of ['resourcequota', 'limitrange', 'networkpolicy'])
    expect(await cluster.administer(['-n', namespace, 'get', what, '-o', 'name'])).toContain('berth')
  const exec = { command: ['ls', '/var/run/secrets/kubernetes.io'] }
  expect(await alice.call('POST', `/containers/${id}/exec`, exec)).toMatchObject({ exitCode: 1 })
  const asking = { command: ['grep', '-E', '^(CapBnd|CapEff|Seccomp):', '/proc/1/status'] }
  const { stdout } = await alice.call<{ stdout: string }>('POST', `/containers/${id}/exec`, asking)
  // The capabilities of docs/operators/security.md, and a filter.
  expect(stdout.split(/\s+/)).toEqual([
    'CapEff:',
    '00000000200405fb',
    'CapBnd:',
    '00000000200405fb',
    'Seccomp:',
    '2',
    '',
  ])
  expect((await cluster1()).hardening).toEqual([
    { name: 'inter-container-isolation', required: true, passed: true },
  ])
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

describe('GPUs', () => {
  const ask = (caller: Caller, name: string, gpus: number): Promise<Container> =>
    caller.call('POST', '/containers', { name, ...wish(gpus) })
  const wish = (gpus: number) => ({ image: machine.images.busybox, backend: 'cluster', limits: { gpus } })
  const untilFree = (gpusFree: number): Promise<void> =>
    until(
      () => `${gpusFree} GPUs are told to be free`,
      async () => (await cluster1()).room?.gpusFree === gpusFree,
    )
  const untilWaiting = (caller: Caller, { id }: Container): Promise<void> =>
    until(
      () => 'it is told that it waits for a GPU',
      async () => (await caller.call<Container>('GET', `/containers/${id}`)).reason?.code === 'gpus-taken',
    )

  it('refuses more than any backend has', async () => {
    const { type, errors } = await alice.refused('POST', '/containers', { name: 'three', ...wish(3) })
    expect({ type, errors }).toEqual({ type: 'urn:berth:error:gpus-lacking', errors: undefined })
    expect((await alice.containers()).length).toBe(0)
  })

  it('has others wait and lends by age, so that nobody overtakes who waits for more', async () => {
    await untilFree(2)
    const first = await alice.lend('gpu-1', wish(1))
    await untilFree(1)
    const second = await bob.lend('gpu-2', wish(1))
    await untilFree(0)
    const both = await ask(alice, 'gpu-3', 2)
    await untilWaiting(alice, both)
    const one = await ask(bob, 'gpu-4', 1)
    await untilWaiting(bob, one)
    await bob.giveBack(second.id)
    await untilFree(1)
    await alice.call('POST', `/containers/${first.id}/stop`)
    await alice.until(both.id, 'running', 30)
    expect(await bob.call('GET', `/containers/${one.id}`)).toMatchObject({ state: 'creating', backend: null })
    await untilFree(0)
    await alice.giveBack(both.id)
    await bob.until(one.id, 'running', 30)
    await Promise.all([alice.giveBack(first.id), bob.giveBack(one.id)])
    await untilFree(2)
  })
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

it('leads to guest ports by host names once there is an ingress class; those from before keep their ports', async () => {
  const controller = await startIngressController(cluster)
  const urlOf = ({ ports }: Container) => ports[0]?.url ?? ''
  const more = { guestPorts: '8080' }
  const before = await lend(alice, 'before', more)
  await agent.kill('SIGTERM')
  await agent.start({
    BERTH_KUBERNETES_INGRESS_CLASS: controller.className,
    BERTH_KUBERNETES_INGRESS_DOMAIN: 'berth.test',
    BERTH_KUBERNETES_INGRESS_SCHEME: 'http',
  })
  const after = await lend(alice, 'after', more)
  expect(urlOf(after)).toMatch(/^http:\/\/after-8080-[a-z2-7]{12}\.berth\.test\/$/)
  const opens = async () => (await controller.open(urlOf(after))).body
  await expect.poll(opens, { timeout: 20_000 }).toContain('berth-test')
  await alice.call('POST', `/containers/${before.id}/restart`)
  await alice.call('POST', `/containers/${after.id}/restart`)
  expect(urlOf((await alice.until(before.id, 'running')) as Container)).toBe(urlOf(before))
  expect(urlOf((await alice.until(after.id, 'running')) as Container)).toBe(urlOf(after))
  await expect.poll(opens, { timeout: 20_000 }).toContain('berth-test')
  const nodePort = () => fetch(urlOf(before)).then((answer) => answer.text(), String)
  await expect.poll(nodePort, { timeout: 20_000 }).toContain('berth-test')
  expect((await listed('ingresses')).items).toHaveLength(1)
  await alice.giveBack(after.id)
  expect((await listed('ingresses')).items).toEqual([])
  expect((await controller.open(urlOf(after))).status).toBe(404)
  await alice.giveBack(before.id)
  await controller.close()
})

it('leaves nothing of an account that is deleted, nor a token that works', async () => {
  const carol = await enrol(admin, 'carol')
  await lend(carol, 'last')
  const { kubeconfig, namespace } = await carol.call<Record<'kubeconfig' | 'namespace', string>>(
    'POST',
    '/kubernetes/credentials',
    {},
  )
  const file = join(folder, 'carol.yaml')
  await writeFile(file, kubeconfig)
  const pods = () => run(cluster.kubectl, ['--kubeconfig', file, 'get', 'pods', '-o', 'name'])
  expect((await pods()).stdout).toContain('pod/last')
  await admin.call('DELETE', '/accounts/carol')
  await until(
    () => 'the token is refused',
    () =>
      pods().then(
        () => false,
        (error: unknown) => /Unauthorized|Forbidden/.test(String(error)),
      ),
  )
  const left = ['get', 'namespace', namespace, '--ignore-not-found', '-o', 'name']
  await until(
    () => 'nothing is left, not even the namespace',
    async () => (await cluster.administer(left)) === '',
  )
})
