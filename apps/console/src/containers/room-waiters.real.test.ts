import type { AgentInfo } from '@berth/contract'
import { defaultLimits } from '@berth/lending'
import { runMigrations } from 'graphile-worker'
import type { Pool } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestPostgres, type TestPostgres } from '../../../../test/src/fixtures/postgres.ts'
import { insertBackend, listBackendRows, recordStatus } from '../backends/backend-row.ts'
import { createLog } from '../create-log.ts'
import { connect } from '../database/connect.ts'
import { migrate } from '../database/migrate.ts'
import { claimContainer, forgetContainer, settleContainer } from './converge-store.ts'
import { insertContainer } from './insert-container.ts'
import { readGpuBooks, wakeBackend } from './room-waiters.ts'
import { wishContainer } from './wish-container.ts'

const replica = 'here'
let postgres: TestPostgres
let pool: Pool

beforeAll(async () => {
  postgres = await startTestPostgres()
  await migrate(postgres.url)
  await runMigrations({ connectionString: postgres.url })
  pool = connect(postgres.url, createLog('silent')).pool
  await pool.query(
    `insert into accounts (name, display_name, role, source) values ('alice', 'Alice', 'student', 'local')`,
  )
  const backend = { url: 'https://agent:8443', token: Buffer.from(''), ca: null, allowUnhardened: true }
  for (const name of ['a', 'b']) await insertBackend(pool, { ...backend, name })
})
afterAll(async () => {
  await pool.end()
  await postgres.remove()
})

const wish = async (name: string, gpus: number, requestedBackend?: string): Promise<string> =>
  (
    await insertContainer(
      pool,
      {
        account: 'alice',
        name,
        image: 'welcome',
        environments: Buffer.from(''),
        guestPorts: [],
        command: undefined,
        limits: { ...defaultLimits, gpus },
        requestedBackend,
        backend: null,
      },
      null,
    )
  ).id

/** One step of converging, with this outcome; its next attempt is in an hour. */
async function settle(id: string, to: Partial<Parameters<typeof settleContainer>[3]>): Promise<void> {
  const row = await claimContainer(pool, id, replica)
  if (row === null) throw new Error('It is gone')
  await settleContainer(pool, row, replica, { state: row.state, ...to })
}
const later = () => ({ retryAt: new Date(Date.now() + 3_600_000) })
const wait = (id: string) => settle(id, { reason: { code: 'gpus-taken', params: {} }, ...later() })

/** Those that are to be tried now, not in an hour. */
async function awake(): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select c.name from graphile_worker._private_jobs j join containers c on j.key = 'converge:' || c.id
     where j.run_at <= now() order by c.name`,
  )
  return rows.map(({ name }) => name)
}

it('keeps books of GPUs, and has those tried again that wait where some are given back', async () => {
  const lent = await wish('lent', 2)
  await settle(lent, { backend: 'a', state: 'running', ...later() })
  const first = await wish('first', 2)
  const second = await wish('second', 1, 'a')
  const elsewhere = await wish('elsewhere', 1, 'b')
  for (const id of [first, second, elsewhere]) await wait(id)
  expect(await readGpuBooks(pool, second)).toMatchObject({
    lent: new Map([['a', 2]]),
    earlier: [{ backend: null, gpus: 2 }],
  })
  expect((await readGpuBooks(pool, first)).earlier).toEqual([])
  expect(await awake()).toEqual([])
  await settle(lent, { state: 'stopped', wanted: 'stopped', observed: null, ...later() })
  expect(await awake()).toEqual(['first', 'second'])
  expect((await readGpuBooks(pool, first)).lent).toEqual(new Map())

  for (const id of [first, second]) await wait(id)
  await wishContainer(pool, { id: lent, account: 'alice' }, 'delete', null)
  await forgetContainer(pool, lent)
  expect(await awake()).toEqual(['first', 'second'])

  for (const id of [first, second]) await wait(id)
  await wakeBackend(pool, 'b')
  expect(await awake()).toEqual(['elsewhere', 'first'])

  for (const id of [first, elsewhere]) await wait(id)
  await wishContainer(pool, { id: first, account: 'alice' }, 'delete', null)
  await forgetContainer(pool, first)
  expect(await awake()).toEqual(['elsewhere', 'second'])
})

it('keeps what was last known of a backend whose runtime is away, and of when that is', async () => {
  const capabilities = { gpus: true, stats: true } as AgentInfo['capabilities']
  const info = { kind: 'kubernetes', runtimeReachable: true, capabilities, room: { gpus: 2 } } as AgentInfo
  const record = (told: AgentInfo) =>
    recordStatus(pool, 'a', { reachable: true, error: null, info: told }, false)
  const shown = async () => (await listBackendRows(pool)).find(({ name }) => name === 'a')
  await record(info)
  const seen = (await shown())?.lastSeenAt
  expect(seen).toBeInstanceOf(Date)
  await record({
    ...info,
    runtimeReachable: false,
    capabilities: { ...capabilities, stats: false },
    room: null,
  })
  expect(await shown()).toMatchObject({ lastSeenAt: seen, info: { ...info, runtimeReachable: false } })
  await record(info)
  expect((await shown())?.info).toEqual(info)
})
