import { get } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Container } from '@berth/contract'
import { startBerth, type Part, type RunningBerth } from '@berth/test/fixtures/berth'
import { startOwnDocker, type OwnDocker } from '@berth/test/fixtures/own-docker'
import pg from 'pg'
import { logIn, type Bench, type Caller } from './bench.ts'
import type { Result } from './measure.ts'

/**
 * How long after the return of a part the list tells the truth again about a container that was ended behind its back.
 * A part is back when it answers: the daemon its ping, PostgreSQL a connection, the others HTTP.
 */
export const run: Bench = async () => {
  const docker = await startOwnDocker()
  const berth = await startBerth({ env: { BERTH_DOCKER_SOCKET: docker.socketPath } })
  try {
    const admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
    const results: Result[] = []
    for (const part of ['agent', 'postgres', 'console', 'docker'] as const)
      results.push(await measure(part, { admin, berth, docker }))
    return results
  } finally {
    await berth.stop()
    await docker.remove()
  }
}

interface Stage {
  readonly admin: Caller
  readonly berth: RunningBerth
  readonly docker: OwnDocker
}

async function measure(part: Part | 'docker', stage: Stage): Promise<Result> {
  const { admin, docker } = stage
  const { id } = await admin.call<Container>('POST', '/containers', {
    name: `of-${part}`,
    image: docker.images.busybox,
  })
  await until(async () => (await stateOf(admin, id)) === 'running')
  const found = async () =>
    (await docker.docker.listContainers({ all: true, filters: { label: [`berth.container=${id}`] } }))[0]
  const end = async (): Promise<void> => {
    await docker.docker.getContainer((await found())?.Id ?? '').kill()
  }
  await takeAway(part, stage, end)
  const back = performance.now()
  // What a daemon took with it is started again.
  const [truth, actual] = part === 'docker' ? ['running', 'running'] : ['failed', 'exited']
  await until(async () => (await found())?.State === actual && (await stateOf(admin, id)) === truth)
  const seconds = (performance.now() - back) / 1_000
  return {
    name: `the list is true after the return of ${part}`,
    bare: '–',
    berth: `${seconds.toFixed(2)} s`,
    value: seconds,
    unit: 's',
    bound: 2,
    direction: 'at most',
  }
}

/** Kills a part, ends the container meanwhile (a dying daemon does so itself), and comes back when the part answers. */
async function takeAway(
  part: Part | 'docker',
  { berth, docker }: Stage,
  end: () => Promise<void>,
): Promise<void> {
  if (part === 'docker') {
    await docker.halt('SIGKILL')
    await wait(1_000)
    await docker.start()
    return
  }
  await berth.kill(part, 'SIGKILL')
  await end()
  if (part === 'console') await berth.restart()
  if (part === 'postgres') await until(() => connects(berth.databaseUrl))
  if (part === 'agent') await until(() => answers(`${berth.dataFolder}/run/agent.sock`))
}

async function connects(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString })
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  )
}

/** An agent answers everybody, if only that they may not ask. */
const answers = (socketPath: string): Promise<boolean> =>
  new Promise((resolve) => {
    get({ socketPath, path: '/v1/info' }, (response) => {
      response.resume()
      resolve(true)
    }).on('error', () => resolve(false))
  })

const stateOf = async (admin: Caller, id: string): Promise<string | undefined> =>
  (await admin.call<Container[]>('GET', '/containers').catch(() => [])).find((each) => each.id === id)?.state

async function until(is: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000
  while (!(await is())) {
    if (performance.now() > deadline) throw new Error('Not within 60 s')
    await wait(20)
  }
}
