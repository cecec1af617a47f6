import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Backend, Container } from '@berth/contract'
import { startKubernetesBackend } from '@berth/test/fixtures/kubernetes-backend'
import { throughTcpProxy } from '@berth/test/fixtures/kubernetes-proxy'
import { useKubernetes } from '@berth/test/fixtures/kubernetes'
import { temporaryFolder } from '@berth/test/fixtures/temporary-folder'
import { follow, type Bench, type Caller } from './bench.ts'
import { timed } from './measure.ts'

const image = 'berth-test/busybox:1'
/** Ends with 3 when it is told to. */
const command = ['sh', '-c', 'trap "exit 3" TERM; while :; do sleep 3600 & wait; done']

/** How long after the API server is back the page tells the truth about a container that ended while it was away. */
export const run: Bench = async ({ admin, berth, docker }) => {
  const folder = await temporaryFolder('bench-return')
  const cluster = await useKubernetes()
  await cluster.loadImage(docker, image)
  const agent = await startKubernetesBackend(cluster, berth.instance, folder)
  const proxy = await throughTcpProxy(join(folder, 'agent.conf'))
  await agent.kill('SIGTERM')
  await agent.start()
  const events = await follow(admin)
  try {
    await admin.call('POST', '/backends', agent.connection)
    await reachable(admin, true)
    const wish = { name: 'lesson', image, command, backend: 'cluster' }
    const { id } = await admin.call<Container>('POST', '/containers', wish)
    const lent = await events.when(id, ({ state }) => state === 'running')
    const kubectl = (...args: string[]) => cluster.administer(args)
    const chosen = ['-A', '-l', `berth.container=${id}`, '-o']
    const place = '{.items[0].metadata.namespace} {.items[0].metadata.name}'
    const [namespace = '', pod = ''] = (await kubectl('get', 'pods', ...chosen, `jsonpath=${place}`)).split(
      ' ',
    )
    proxy.cut()
    await reachable(admin, false)
    await kubectl('exec', '-n', namespace, pod, '--', 'kill', '-TERM', '1')
    const ended = () =>
      kubectl('get', 'pods', ...chosen, 'jsonpath={.items[0].status.containerStatuses[0].restartCount}')
    while ((await ended()) === '0') await new Promise((resolve) => setTimeout(resolve, 200))
    const milliseconds = await timed(async () => {
      proxy.mend()
      await told(admin, lent)
    })
    return [
      {
        name: 'the list is true after the return of a cluster’s API server',
        bare: '–',
        berth: `${(milliseconds / 1_000).toFixed(2)} s`,
        value: milliseconds / 1_000,
        unit: 's',
        bound: 5,
        direction: 'at most',
      },
    ]
  } finally {
    events.close()
    proxy.mend()
    await agent.stop()
    await proxy.close()
    await rm(folder, { recursive: true })
  }
}

async function reachable(admin: Caller, wanted: boolean): Promise<void> {
  const is = async () =>
    (await admin.call<Backend[]>('GET', '/backends')).find(({ name }) => name === 'cluster')?.reachable ??
    false
  while ((await is()) !== wanted) await new Promise((resolve) => setTimeout(resolve, 50))
}

/** What ended while the server was away is started again (decision 0002): the page shows that, or that it runs anew. */
async function told(admin: Caller, { id, startedAt }: Container): Promise<void> {
  const now = () => admin.call<Container>('GET', `/containers/${id}`)
  for (
    let shown = await now();
    shown.state === 'running' && shown.startedAt === startedAt;
    shown = await now()
  )
    await new Promise((resolve) => setTimeout(resolve, 20))
}
