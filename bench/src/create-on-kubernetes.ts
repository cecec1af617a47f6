import { rm } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { Backend, Container } from '@berth/contract'
import { startKubernetesBackend } from '@berth/test/fixtures/kubernetes-backend'
import { useKubernetes, type TestKubernetes } from '@berth/test/fixtures/kubernetes'
import { temporaryFolder } from '@berth/test/fixtures/temporary-folder'
import { follow, logIn, type Bench, type Caller, type Setting } from './bench.ts'
import { median, timed, type Result } from './measure.ts'

const accounts = 20
const rounds = 8
const roundsAtOnce = 3
const password = 'a lecture on the cluster'
const image = 'berth-test/busybox:1'
const limits = { memory: 64 * 1024 ** 2, cpus: 0.1 }

/** Ends when it is told to, so that the next round has not to wait. */
const command = ['sh', '-c', 'trap exit TERM; while :; do sleep 3600 & wait; done']

interface Person {
  readonly name: string
  readonly who: Caller
  readonly when: Awaited<ReturnType<typeof follow>>['when']
}

/**
 * From POST to running on a cluster, against `kubectl apply` of the same objects and `kubectl rollout status`: they are
 * those of a container that Berth made, in the same namespace, under another name.
 */
export const run: Bench = async (setting) => {
  const folder = await temporaryFolder('bench-kubernetes')
  const cluster = await useKubernetes()
  await cluster.loadImage(setting.docker, image)
  const agent = await startKubernetesBackend(cluster, setting.berth.instance, folder)
  try {
    await setting.admin.call('POST', '/backends', agent.connection)
    await reachable(setting.admin)
    const people = await enrol(setting)
    const bare = await Promise.all(people.map((person) => bareCreation(cluster, person)))
    return [await oneAfterAnother(people, bare), await atOnce(people, bare)]
  } finally {
    await agent.stop()
    await rm(folder, { recursive: true })
  }
}

async function reachable(admin: Caller): Promise<void> {
  const there = async () =>
    (await admin.call<Backend[]>('GET', '/backends')).some(
      ({ name, room }) => name === 'cluster' && room !== null,
    )
  while (!(await there())) await new Promise((resolve) => setTimeout(resolve, 100))
}

async function enrol({ admin, berth }: Setting): Promise<Person[]> {
  const names = Array.from({ length: accounts }, (_, index) => `student${String(index)}`)
  return Promise.all(
    names.map(async (name) => {
      await admin.call('POST', '/accounts', { name, password })
      const who = await logIn(berth.url, name, password)
      const events = await follow(who)
      return { name, who, when: (id, is) => events.when(id, is) }
    }),
  )
}

async function lend({ who, when }: Person): Promise<Container> {
  const wish = {
    name: 'lesson',
    image,
    command,
    guestPorts: [8080],
    backend: 'cluster',
    limits,
  }
  const { id } = await who.call<Container>('POST', '/containers', wish)
  return when(id, ({ state }) => state === 'running')
}

async function giveBack({ who }: Person, { id }: Container): Promise<void> {
  await who.call('DELETE', `/containers/${id}`)
  const gone = async () =>
    (await fetch(`${who.url}/api/v1/containers/${id}`, { headers: who.headers })).status === 404
  while (!(await gone())) await new Promise((resolve) => setTimeout(resolve, 100))
}

interface Bare {
  create(): Promise<void>
  remove(): Promise<void>
}

interface Made {
  metadata: { name: string; namespace: string; labels: Record<string, string> }
  spec: {
    selector: { matchLabels?: Record<string, string> } & Record<string, unknown>
    template?: { metadata: { labels: Record<string, string> } }
    ports?: { nodePort?: number }[]
    clusterIP?: string
    clusterIPs?: string[]
  }
}

/** Lends a container once, which also makes the account's namespace, and takes its objects for a pattern. */
async function bareCreation(cluster: TestKubernetes, person: Person): Promise<Bare> {
  const lent = await lend(person)
  const found = await cluster.administer([
    'get',
    'deployments,services',
    '-A',
    '-o',
    'json',
    '-l',
    `berth.container=${lent.id}`,
  ])
  await giveBack(person, lent)
  const items = (JSON.parse(found) as { items: Made[] }).items.map(asNew)
  const [{ metadata }] = items as [Made, ...Made[]]
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
  const inNamespace = ['-n', metadata.namespace]
  return {
    create: async () => {
      await cluster.administer(['apply', '-f', '-'], input)
      await cluster.administer([...inNamespace, 'rollout', 'status', 'deployment/bare'])
    },
    remove: async () => {
      await cluster.administer(['delete', '--wait', '-f', '-'], input)
      const none = async () =>
        (await cluster.administer([...inNamespace, 'get', 'pods', '-l', 'bare=yes', '-o', 'name'])) === ''
      while (!(await none())) await new Promise((resolve) => setTimeout(resolve, 100))
    },
  }
}

/** An object without what the cluster added to it, and without Berth's labels, for which Berth would take it as its own. */
function asNew({ spec, ...object }: Made): Made {
  const kept = { ...spec }
  delete kept.clusterIP
  delete kept.clusterIPs
  const labels = { bare: 'yes' }
  return {
    ...object,
    metadata: { name: 'bare', namespace: object.metadata.namespace, labels },
    spec: {
      ...kept,
      selector: kept.template === undefined ? labels : { matchLabels: labels },
      ...(kept.template === undefined ? {} : { template: { ...kept.template, metadata: { labels } } }),
      ...(kept.ports === undefined ? {} : { ports: kept.ports.map((port) => ({ ...port, nodePort: 0 })) }),
    },
  }
}

async function oneAfterAnother(people: readonly Person[], bare: readonly Bare[]): Promise<Result> {
  const times = { bare: [] as number[], berth: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    const [person, objects] = [people[round % accounts], bare[round % accounts]]
    if (person === undefined || objects === undefined) break
    await outOfStep(round)
    times.bare.push(await timed(() => objects.create()))
    await objects.remove()
    let lent: Container | undefined
    await outOfStep(round)
    times.berth.push(await timed(async () => (lent = await lend(person))))
    if (lent !== undefined) await giveBack(person, lent)
  }
  return ratio('on Kubernetes, from POST to running', mean(times.bare), mean(times.berth))
}

/**
 * The kubelet looks once a second at what became of its containers, and the end of the last one was told by such a look:
 * without this all rounds would begin in the same part of that second, and one side always just miss the next look.
 */
const outOfStep = (round: number): Promise<void> => delay((round / rounds) * 1_000)

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

async function atOnce(people: readonly Person[], bare: readonly Bare[]): Promise<Result> {
  const times = { bare: [] as number[], berth: [] as number[] }
  for (let round = 0; round < roundsAtOnce; round++) {
    times.bare.push(await timed(() => Promise.all(bare.map((each) => each.create()))))
    await Promise.all(bare.map((each) => each.remove()))
    let lent: Container[] = []
    times.berth.push(await timed(async () => (lent = await Promise.all(people.map(lend)))))
    await Promise.all(people.map((person, index) => giveBack(person, lent[index] as Container)))
  }
  return ratio(`on Kubernetes, ${accounts} at once`, median(times.bare), median(times.berth))
}

const ratio = (name: string, bare: number, berth: number): Result => ({
  name,
  bare: `${(bare / 1_000).toFixed(2)} s`,
  berth: `${(berth / 1_000).toFixed(2)} s`,
  value: berth / bare,
  unit: '×',
  bound: 1.1,
  direction: 'at most',
})
