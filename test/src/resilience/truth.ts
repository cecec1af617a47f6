import type { Container } from '@berth/contract'
import type Docker from 'dockerode'
import pg from 'pg'
import type { Caller } from '../api/caller.ts'
import { until } from '../fixtures/child.ts'

/** What Docker itself says of the containers of one installation: by the console's ID, all that it has with it. */
export async function inDocker(docker: Docker, instance: string): Promise<Map<string, string[]>> {
  const rows = await docker.listContainers({
    all: true,
    filters: { label: [`berth.instance=${instance}`] },
  })
  const states = new Map<string, string[]>()
  for (const { Labels, State } of rows) {
    const id = Labels['berth.container'] ?? '?'
    states.set(id, [...(states.get(id) ?? []), State])
  }
  return states
}

export async function instanceOf(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ instance: string }>('select instance from installation')
  await client.end()
  return rows[0]!.instance
}

/** Everybody's containers, as an administrator's page shows them. */
export const onThePage = (admin: Caller): Promise<Container[]> =>
  admin.call<Container[]>('GET', '/containers?scope=all&limit=500')

/** Docker's word for each state that lasts. */
const lasting: Record<string, readonly string[]> = {
  running: ['running'],
  stopped: ['exited', 'created'],
  failed: ['exited', 'created'],
}

/** What the page says that Docker does not, and the other way round; empty when it tells the truth. */
async function untruths(admin: Caller, docker: Docker, instance: string): Promise<string[]> {
  const page = await onThePage(admin)
  const real = await inDocker(docker, instance)
  const known = new Set(page.map(({ id }) => id))
  return [
    ...[...real].filter(([id]) => !known.has(id)).map(([id]) => `${id} is an orphan`),
    ...page.flatMap(({ id, name, state }) => {
      const there = real.get(id) ?? []
      if (there.length > 1) return [`${name} exists ${there.length} times`]
      if (!(state in lasting)) return [`${name} is still ${state}`]
      const [actual = 'absent'] = there
      return lasting[state]?.includes(actual) || (actual === 'absent' && state !== 'running')
        ? []
        : [`${name} is ${actual}, not ${state}`]
    }),
  ]
}

/** Waits until everything is at rest and the page tells the truth. */
export async function atRest(admin: Caller, docker: Docker, instance: string): Promise<void> {
  let left: string[] = []
  await until(
    () => `page and Docker agree:\n${left.join('\n')}`,
    async () => {
      left = await untruths(admin, docker, instance).catch((error: unknown) => [String(error)])
      return left.length === 0
    },
    120_000,
  )
}
