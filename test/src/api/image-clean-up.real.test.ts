import { setTimeout as wait } from 'node:timers/promises'
import type { AuditEntry, CleanUpPreview, CleanUpRules, Image } from '@berth/contract'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { loadUnnamedImage } from '../fixtures/unnamed-image.ts'
import { enrol, logIn, type Caller } from './caller.ts'

let berth: RunningBerth
let machine: TestDocker
let admin: Caller
let alice: Caller
let database: pg.Client

const rules: CleanUpRules = { unusedDays: 30, accountBytes: null, untagged: false, graceDays: 7 }
const megabytes = 3
const put = (change: Partial<CleanUpRules> = {}) =>
  admin.call<CleanUpRules>('PUT', '/image-clean-up', { ...rules, ...change })
const preview = (query: string) => admin.call<CleanUpPreview>('GET', `/image-clean-up/preview?${query}`)
const image = async (name: string) =>
  (await alice.call<Image[]>('GET', '/images?scope=mine')).find((one) => one.name === name)
const ago = (days: number) => new Date(Date.now() - days * 86_400_000)
const setMade = (name: string, days: number) =>
  database.query('update images set created_at = $2, used_at = null where name = $1', [
    `${name}:latest`,
    ago(days),
  ])
const setGoing = (name: string, days: number) =>
  database.query('update images set going_at = $2 where name = $1', [`${name}:latest`, ago(days)])
const layersSize = async () => ((await machine.docker.df()) as { LayersSize: number }).LayersSize

/** An image with a layer of its own. */
async function make(name: string): Promise<void> {
  const container = await machine.docker.createContainer({
    Image: machine.images.busybox,
    Cmd: ['dd', 'if=/dev/urandom', `of=/${name}`, 'bs=1M', `count=${String(megabytes)}`],
  })
  await container.start()
  await container.wait()
  const labels = { 'berth.instance': berth.instance, 'berth.account': 'alice' }
  await container.commit({
    repo: `berth.internal/alice/${name}`,
    tag: 'latest',
    changes: Object.entries(labels)
      .map(([label, value]) => `LABEL ${label}=${value}`)
      .join('\n'),
  })
  await container.remove()
  await expect.poll(() => image(name), { timeout: 20_000 }).toBeDefined()
}

beforeAll(async () => {
  machine = await useDocker()
  berth = await startBerth({})
  admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
  alice = await enrol(admin, 'alice')
  database = new pg.Client({ connectionString: berth.databaseUrl })
  await database.connect()
})
afterAll(async () => {
  await database.end()
  await berth.stop()
})

describe('images that nobody needs', () => {
  test('stay while there are no rules', async () => {
    expect(await admin.call('GET', '/image-clean-up')).toEqual({
      unusedDays: null,
      accountBytes: null,
      untagged: false,
      graceDays: 7,
    })
    await make('old')
    await make('used')
    await make('new')
    for (const name of ['old', 'used']) await setMade(name, 40)
    expect(await preview('')).toEqual({ images: [], untagged: [], frees: 0 })
  })

  test('are shown before they go, with what that frees; what a container uses is not among them', async () => {
    await alice.lend('lent', { image: 'used', command: ['sleep', '1000'] })
    const { images, frees } = await preview('unusedDays=30&graceDays=7')
    expect(images).toMatchObject([{ name: 'old:latest', owner: 'alice', reason: 'unused' }])
    expect(Date.parse(images[0]!.at)).toBeGreaterThan(ago(-7).getTime() - 60_000)
    // What it is made from is still needed.
    expect(frees).toBeGreaterThanOrEqual(megabytes * 2 ** 20)
    expect(frees).toBeLessThan(images[0]!.size)
    expect((await image('old'))?.going).toBeNull()
  })

  test('their owner is told when; nothing goes before', async () => {
    await put()
    expect((await image('old'))?.going).toMatchObject({ reason: 'unused' })
    expect((await image('used'))?.going).toBeNull()
    expect((await image('new'))?.going).toBeNull()
    await put()
    expect(await image('old')).toMatchObject({ removing: false })
  })

  test('what its owner keeps stays, and so does what the rules no longer mean', async () => {
    const { id } = (await image('old'))!
    const kept = await alice.call<Image>('PATCH', `/images/${id}`, { keep: true })
    expect(kept.going).toBeNull()
    await put()
    expect((await image('old'))?.going).toBeNull()
    await setMade('old', 40)
    await put()
    expect((await image('old'))?.going).not.toBeNull()
    await put({ unusedDays: 60 })
    expect((await image('old'))?.going).toBeNull()
  })

  test('go when it is time, and free what was said; what got a container meanwhile stays', async () => {
    await put()
    await setGoing('old', 1)
    const { frees } = await preview('unusedDays=30')
    const before = await layersSize()
    await put()
    await expect.poll(() => image('old'), { timeout: 20_000 }).toBeUndefined()
    expect(before - (await layersSize())).toBe(frees)

    await setGoing('used', 1)
    await put()
    expect((await image('used'))?.going).toBeNull()
    await wait(500)
    expect((await alice.containers()).map(({ state }) => state)).toEqual(['running'])
    expect(await image('used')).toBeDefined()
    expect(await image('new')).toBeDefined()
  })

  test('count from when their last container was given back', async () => {
    const [{ id } = { id: '' }] = await alice.containers()
    await alice.giveBack(id)
    await put()
    expect((await image('used'))?.going).toBeNull()
  })

  test('of an account with too much, those used longest ago go', async () => {
    await setMade('used', 3)
    const most = (megabytes + 1) * 2 ** 20
    const { images, frees } = await preview(`accountBytes=${String(most)}`)
    expect(images.map(({ name, reason }) => [name, reason])).toEqual([['used:latest', 'over-quota']])
    // What both are made from stays, and lies there whatever accounts delete.
    const before = await layersSize()
    await put({ unusedDays: null, accountBytes: most })
    await setGoing('used', 1)
    await put({ unusedDays: null, accountBytes: most })
    await expect.poll(() => image('used'), { timeout: 20_000 }).toBeUndefined()
    expect(before - (await layersSize())).toBe(frees)
    expect(await image('new')).toMatchObject({ going: null })
    await put()
  })

  test('what several images of an account have in common counts once, and is freed with the last', async () => {
    const container = await machine.docker.createContainer({ Image: 'berth.internal/alice/new:latest' })
    await container.commit({ repo: 'berth.internal/alice/upon', tag: 'latest' })
    await container.remove()
    await expect.poll(() => image('upon'), { timeout: 20_000 }).toBeDefined()
    expect((await preview(`accountBytes=${String((megabytes + 1) * 2 ** 20)}`)).images).toEqual([])
    const { images, frees } = await preview('accountBytes=0')
    expect(images.map(({ name }) => name).sort()).toEqual(['new:latest', 'upon:latest'])
    expect(frees).toBeGreaterThanOrEqual(megabytes * 2 ** 20)
    const before = await layersSize()
    await put({ unusedDays: null, accountBytes: 0 })
    for (const name of ['new', 'upon']) await setGoing(name, 1)
    await put({ unusedDays: null, accountBytes: 0 })
    for (const name of ['new', 'upon'])
      await expect.poll(() => image(name), { timeout: 20_000 }).toBeUndefined()
    expect(before - (await layersSize())).toBe(frees)
    await make('new')
    await make('used')
  })

  test('what is recommended never goes', async () => {
    const { images } = await preview('accountBytes=0')
    expect(images.map(({ name }) => name).sort()).toEqual(['new:latest', 'used:latest'])
  })
})

test('images without a name go a day after they were made, unless a container runs from them or they are not Berth’s', async () => {
  const { docker } = machine
  const labels = { 'berth.instance': berth.instance, 'berth.account': 'alice' }
  const load = (days: number, of: Record<string, string> = labels) =>
    loadUnnamedImage(docker, { labels: of, created: ago(days), bytes: 500_000 })
  const [old, young, used] = [await load(2), await load(0), await load(3)]
  const foreign = await load(4, { ...labels, 'berth.instance': 'another' })
  const container = await docker.createContainer({ Image: used })
  const there = async (id: string) =>
    docker
      .getImage(id)
      .inspect()
      .then(
        () => true,
        () => false,
      )

  const { untagged, frees } = await preview('untagged=true')
  expect(untagged).toMatchObject([{ id: old, backend: 'local', owner: 'alice' }])
  expect(frees).toBeGreaterThanOrEqual(500_000)
  const before = await layersSize()
  await put({ untagged: true })
  await expect.poll(() => there(old), { timeout: 20_000 }).toBe(false)
  expect(before - (await layersSize())).toBe(frees)
  expect([await there(young), await there(used), await there(foreign)]).toEqual([true, true, true])

  await container.remove()
  for (const id of [young, used, foreign]) await docker.getImage(id).remove()
  await expect
    .poll(() => admin.call<AuditEntry[]>('GET', '/audit'), { timeout: 5_000 })
    .toContainEqual(
      expect.objectContaining({ action: 'delete-image', target: `local ${old}`, owner: 'alice' }),
    )
  await put()
})

test('rules are for administrators, sound, and in the audit log', async () => {
  expect((await alice.refused('GET', '/image-clean-up')).code).toBe('forbidden')
  expect((await alice.refused('PUT', '/image-clean-up', rules)).code).toBe('forbidden')
  expect((await admin.refused('PUT', '/image-clean-up', { ...rules, graceDays: 0 })).code).toBe(
    'invalid-input',
  )
  expect((await admin.refused('PUT', '/image-clean-up', { ...rules, unusedDays: 1.5 })).code).toBe(
    'invalid-input',
  )
  const entries = await admin.call<AuditEntry[]>('GET', '/audit')
  expect(entries).toContainEqual(
    expect.objectContaining({ account: null, action: 'delete-image', owner: 'alice', outcome: 'ok' }),
  )
  expect(entries).toContainEqual(
    expect.objectContaining({
      account: 'admin',
      action: 'update-image-clean-up',
      target: 'unusedDays=30 accountBytes=- untagged=false graceDays=7',
    }),
  )
})
