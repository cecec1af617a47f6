import type { Container, LayerProgress } from '@berth/contract'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { holdRegistry, type HoldingRegistry } from '../fixtures/holding-registry.ts'
import { publishedProgram, removePublished } from '../fixtures/published-image.ts'
import { startRegistry, type TestRegistry } from '../fixtures/registry.ts'
import { enrol, logIn, type Caller } from './caller.ts'

let docker: TestDocker
let registry: TestRegistry
let held: HoldingRegistry
let berth: RunningBerth
let alice: Caller
let bob: Caller

beforeAll(async () => {
  docker = await useDocker()
  registry = await startRegistry()
  berth = await startBerth()
  const admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
  alice = await enrol(admin, 'alice')
  bob = await enrol(admin, 'bob')
})
afterAll(async () => {
  await berth.stop()
  await registry.stop()
  await docker.stop()
})
beforeEach(async () => {
  held = await holdRegistry(registry.host)
})
afterEach(async () => {
  held.release()
  for (const caller of [alice, bob]) for (const { id } of await caller.containers()) await caller.giveBack(id)
  await removePublished(docker.docker, held)
  held.stop()
})

const create = (caller: Caller, image: string) =>
  caller.call<Container>('POST', '/containers', { name: 'pulled', image })
const layersOf = async (caller: Caller, id: string): Promise<readonly LayerProgress[]> =>
  (await caller.call<Container>('GET', `/containers/${id}`)).progress?.layers ?? []
const onItsWay = ({ status, current, total }: LayerProgress) =>
  status === 'downloading' && current > 0 && current < total
const published = async () => `${held.host}/${await publishedProgram(docker.docker, registry, 4 * 1024 ** 2)}`

async function pullsUnderWay(): Promise<number> {
  const database = new pg.Client({ connectionString: berth.databaseUrl })
  await database.connect()
  const { rowCount } = await database.query('select from pulls')
  await database.end()
  return rowCount ?? 0
}

/** What an account's open page is told, until it has been told something. */
async function told(caller: Caller, what: (text: string) => boolean): Promise<void> {
  const stream = await caller.send('GET', '/events')
  let text = ''
  for await (const bytes of stream.body ?? []) {
    text += Buffer.from(bytes).toString()
    if (what(text)) return
  }
  throw new Error(`The events ended: ${text}`)
}

test('one pull serves all who wait for it, each sees it go on, and one who leaves does not end it', async () => {
  const image = await published()
  const { id: first } = await create(alice, image)
  const heard = told(bob, (text) => text.includes('"status":"downloading"'))
  const { id: second } = await create(bob, image)
  for (const [caller, id] of [
    [alice, first],
    [bob, second],
  ] as const)
    await expect.poll(async () => (await layersOf(caller, id)).some(onItsWay), { timeout: 30_000 }).toBe(true)
  await heard
  expect(held.held()).toBe(1)
  await alice.giveBack(first)
  expect(held.held()).toBe(1)
  held.release()
  const running = await bob.until(second, 'running')
  expect(running?.progress).toBeUndefined()
})

test('a pull that nobody waits for any more is ended, and begins anew for the next', async () => {
  const image = await published()
  const { id } = await create(alice, image)
  await expect.poll(async () => (await layersOf(alice, id)).some(onItsWay), { timeout: 30_000 }).toBe(true)
  await alice.giveBack(id)
  // Docker 20.10 itself lets go of the registry with its next message only.
  await expect.poll(pullsUnderWay, { timeout: 30_000 }).toBe(0)
  held.release()
  const { id: again } = await create(bob, image)
  await bob.until(again, 'running')
})
