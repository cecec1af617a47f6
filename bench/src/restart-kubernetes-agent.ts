import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@berth/client'
import { connect } from '@berth/client/node'
import { agentRoutes } from '@berth/contract'
import { startKubernetesBackend, type KubernetesBackend } from '@berth/test/fixtures/kubernetes-backend'
import { throughProxy, type KubernetesProxy } from '@berth/test/fixtures/kubernetes-proxy'
import { useKubernetes, type TestKubernetes } from '@berth/test/fixtures/kubernetes'
import { temporaryFolder } from '@berth/test/fixtures/temporary-folder'
import type { Bench } from './bench.ts'
import { timed, type Result } from './measure.ts'

const image = 'berth-test/busybox:1'
const few = { accounts: 10, each: 5 }
const many = { accounts: 100, each: 5 }

/**
 * From the start of an agent's process until it tells of every container of its cluster, scaled to zero, and how many
 * requests that costs the API server: 500 of 100 accounts against 50 of 10.
 */
export const run: Bench = async ({ docker }) => {
  const folder = await temporaryFolder('bench-agent')
  const cluster = await useKubernetes()
  await cluster.loadImage(docker, image)
  const agent = await startKubernetesBackend(cluster, `bench-${randomUUID().slice(0, 8)}`, folder)
  const counter = await throughProxy(join(folder, 'agent.conf'))
  try {
    const pattern = await patternOf(cluster, agent)
    await fill(cluster, pattern, 0, few.accounts)
    const small = await restart(agent, few.accounts * few.each, counter)
    await fill(cluster, pattern, few.accounts, many.accounts)
    const large = await restart(agent, many.accounts * many.each, counter)
    return results(small, large)
  } finally {
    await agent.stop()
    counter.close()
    await rm(folder, { recursive: true })
  }
}

const clientOf = ({ connection: { url, token } }: KubernetesBackend) => {
  const connection = connect({ url })
  return { connection, client: createClient(agentRoutes, { ...connection, token }) }
}

interface Made {
  metadata: Record<string, unknown> & { labels: Record<string, string> }
  spec: { replicas: number; selector: unknown; template: { metadata: { labels: Record<string, string> } } }
}

/** A container's Deployment and its namespace's labels, as the agent itself makes them. */
async function patternOf(cluster: TestKubernetes, agent: KubernetesBackend): Promise<Made> {
  const { connection, client } = clientOf(agent)
  const id = randomUUID()
  const limits = { memory: 64 * 1024 ** 2, cpus: 0.1, pids: 64, gpus: 0 }
  const spec = { account: 'pattern', name: 'lesson', image, environments: [], guestPorts: [], limits }
  await client.createContainer({ params: { id }, body: { id, ...spec, command: ['sleep', '3600'] } })
  const found = await cluster.administer([
    'get',
    'deployments',
    '-A',
    '-o',
    'json',
    '-l',
    `berth.container=${id}`,
  ])
  await client.removeContainer({ params: { id } })
  await connection.close()
  return (JSON.parse(found) as { items: [Made] }).items[0]
}

async function fill(cluster: TestKubernetes, pattern: Made, from: number, to: number): Promise<void> {
  const items = Array.from({ length: to - from }, (_, index) => account(pattern, from + index)).flat()
  await cluster.administer(['create', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
}

function account(pattern: Made, index: number): object[] {
  const { labels, annotations } = pattern.metadata
  const namespace = `${String(labels['berth.instance'])}-${String(index)}`
  const own = { 'berth.instance': labels['berth.instance'], 'berth.account': namespace }
  const deployments = Array.from({ length: many.each }, (_, number) => {
    const tied = { ...own, 'berth.container': randomUUID() }
    const metadata = { labels: tied, annotations }
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { ...metadata, name: `lesson-${String(number)}`, namespace },
      spec: {
        ...pattern.spec,
        replicas: 0,
        selector: { matchLabels: { 'berth.container': tied['berth.container'] } },
        template: { ...pattern.spec.template, metadata },
      },
    }
  })
  return [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: own } }, ...deployments]
}

interface Restart {
  readonly seconds: number
  readonly calls: number
}

async function restart(agent: KubernetesBackend, count: number, counter: KubernetesProxy): Promise<Restart> {
  await agent.kill()
  counter.calls = 0
  const milliseconds = await timed(async () => {
    await agent.start()
    const { connection, client } = clientOf(agent)
    const known = await client.listContainers({})
    await connection.close()
    if (known.length !== count) throw new Error(`${String(known.length)} of ${String(count)} are known`)
  })
  return { seconds: milliseconds / 1_000, calls: counter.calls }
}

const results = (small: Restart, large: Restart): Result[] => [
  {
    name: 'a restart of the Kubernetes agent knows 500 containers of 100 accounts',
    bare: `${small.seconds.toFixed(2)} s for 50`,
    berth: `${large.seconds.toFixed(2)} s`,
    value: large.seconds,
    unit: 's',
    bound: 3,
    direction: 'at most',
  },
  {
    name: 'API calls of that restart, 500 containers against 50',
    bare: `${small.calls}`,
    berth: `${large.calls}`,
    value: large.calls / small.calls,
    unit: '×',
    bound: 1.1,
    direction: 'at most',
  },
]
