import type { Container, Image } from '@berth/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { until } from '../fixtures/child.ts'
import { buildFor } from '../fixtures/build-for.ts'
import { enrol, logIn, pause, type Caller } from './caller.ts'
import { lends, spellingsOf } from './spellings.ts'

let berth: RunningBerth
let machine: TestDocker
let admin: Caller
let alice: Caller
let mallory: Caller
let hers: Image
let contentId: string

const reference = 'berth.internal/alice/secret:1'
const list = (who: Caller, scope = '') => who.call<Image[]>('GET', `/images${scope}`)
const named = async (who: Caller, wanted: string) =>
  (await list(who)).find((image) => image.reference === wanted)

beforeAll(async () => {
  machine = await useDocker()
  berth = await startBerth({})
  admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
  alice = await enrol(admin, 'alice')
  mallory = await enrol(admin, 'mallory')
  contentId = await buildFor(machine, berth.instance, 'alice', reference)
  const listed = async () => (hers = (await named(alice, reference)) ?? hers) as Image | undefined
  await until(
    () => 'her image is listed',
    async () => (await listed()) !== undefined,
  )
})
afterAll(async () => {
  await berth.stop()
})

const got = (who: Caller, image: string, name: string) => lends(machine, who, image, name)

describe('a private image', () => {
  test('is in its owner’s list and nobody else’s', async () => {
    expect(hers).toMatchObject({
      owner: 'alice',
      name: 'secret:1',
      tag: '1',
      shared: false,
      digest: contentId,
    })
    expect((await list(mallory)).map((image) => image.reference)).not.toContain(reference)
    const answers = [
      await mallory.refused('GET', `/images/${hers.id}`),
      await mallory.refused('PATCH', `/images/${hers.id}`, { shared: true }),
      await mallory.refused('DELETE', `/images/${hers.id}`),
    ]
    expect(answers.map(({ code }) => code)).toEqual(['not-found', 'not-found', 'not-found'])
  })

  test('is reached by none of its spellings', async () => {
    const reached: string[] = []
    const spellings = spellingsOf('alice', 'secret:1', contentId, 'mallory')
    for (const [index, image] of spellings.entries())
      if (await got(mallory, image, `try-${String(index)}`)) reached.push(image)
    expect(reached).toEqual([])
    expect(spellings.length).toBeGreaterThanOrEqual(20)
  })

  test('is not whoever’s folder says so against its label', async () => {
    const forged = 'berth.internal/mallory/forged:1'
    await machine.docker.getImage(reference).tag({ repo: 'berth.internal/mallory/forged', tag: '1' })
    await machine.docker.getImage(reference).tag({ repo: 'berth.internal/alice/again', tag: '1' })
    await expect.poll(() => named(alice, 'berth.internal/alice/again:1'), { timeout: 20_000 }).toBeDefined()
    expect(await named(mallory, forged)).toBeUndefined()
    expect(await got(mallory, forged, 'forged')).toBe(false)
  })
})

test('is not lent to who still waits for it when its sharing ends', async () => {
  await alice.call('PATCH', `/images/${hers.id}`, { shared: true })
  // Everything that makes containers is busy while the agent stands still, so the next one stays in the queue.
  await berth.kill('agent', 'SIGSTOP')
  const busy = await Promise.all(
    Array.from({ length: 24 }, (_, index) =>
      admin.call<Container>('POST', '/containers', { name: `busy-${String(index)}`, image: 'welcome' }),
    ),
  )
  const begun = async () => (await admin.containers()).every(({ progress }) => progress?.stage === 'creating')
  await expect.poll(begun, { timeout: 5_000 }).toBe(true)
  const { id } = await mallory.call<Container>('POST', '/containers', { name: 'waiting', image: reference })
  const now = () => mallory.call<Container>('GET', `/containers/${id}`)
  expect(await now()).toMatchObject({ state: 'creating', progress: { stage: 'queued' } })
  await alice.call('PATCH', `/images/${hers.id}`, { shared: false })
  await berth.kill('agent', 'SIGCONT')
  await expect.poll(async () => (await now()).state, { timeout: 60_000 }).toBe('failed')
  expect((await now()).reason?.code).toBe('image-access-denied')
  const filters = { label: [`berth.container=${id}`] }
  expect(await machine.docker.listContainers({ all: true, filters })).toEqual([])
  for (const each of busy) await admin.giveBack(each.id)
  await mallory.giveBack(id)
})

test('is not lent to whose creation the agent is at when its sharing ends', async () => {
  await alice.call('PATCH', `/images/${hers.id}`, { shared: true })
  await berth.kill('agent', 'SIGSTOP')
  const { id } = await mallory.call<Container>('POST', '/containers', { name: 'begun', image: reference })
  const now = () => mallory.call<Container>('GET', `/containers/${id}`)
  await expect.poll(async () => (await now()).progress?.stage, { timeout: 5_000 }).toBe('creating')
  await alice.call('PATCH', `/images/${hers.id}`, { shared: false })
  await berth.kill('agent', 'SIGCONT')
  await expect.poll(async () => (await now()).state, { timeout: 60_000 }).toBe('failed')
  expect((await now()).reason?.code).toBe('image-access-denied')
  const filters = { label: [`berth.container=${id}`] }
  expect(await machine.docker.listContainers({ all: true, filters })).toEqual([])
  await mallory.giveBack(id)
})

test('is lent while it is shared, goes on after, and is deleted when nobody uses it', async () => {
  const change = { shared: true, description: '# 秘密' }
  await alice.call('PATCH', `/images/${hers.id}`, change)
  expect(await named(mallory, reference)).toMatchObject({ owner: 'alice', description: '# 秘密', usedBy: [] })
  const lent = await mallory.lend('lent', { image: reference })
  expect((await named(mallory, reference))?.usedBy).toEqual([{ id: lent.id, name: 'lent' }])
  expect(await named(alice, reference)).toMatchObject({ usedBy: [], usedByOthers: 1 })
  await alice.call('PATCH', `/images/${hers.id}`, { shared: false })
  expect(await named(mallory, reference)).toBeUndefined()
  expect((await mallory.call<Container>('GET', `/containers/${lent.id}`)).state).toBe('running')
  expect(await got(mallory, reference, 'late')).toBe(false)
  const refused = { code: 'image-in-use', params: { containers: '+1' } }
  expect(await alice.refused('DELETE', `/images/${hers.id}`)).toMatchObject(refused)
  expect((await admin.refused('DELETE', `/images/${hers.id}`)).params).toEqual({ containers: 'mallory/lent' })
  await mallory.giveBack(lent.id)
  await alice.call('DELETE', `/images/${hers.id}`)
  await expect.poll(() => named(alice, reference), { timeout: 20_000 }).toBeUndefined()
  const tags = (await machine.docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? [])
  expect(tags).not.toContain(reference)
})

test('is recommended by staff alone', async () => {
  const [again] = await list(alice, '?scope=mine')
  const path = `/images/${again!.id}`
  expect((await alice.refused('PATCH', path, { shared: true, recommended: true })).code).toBe(
    'image-recommendation-refused',
  )
  expect(await admin.call('PATCH', path, { shared: true, recommended: true })).toMatchObject({
    recommended: true,
  })
  expect(await alice.call('PATCH', path, { shared: false })).toMatchObject({ recommended: false })
})

test('that was made or removed while the agent was down is there or gone when it is back', async () => {
  const [gone, made] = ['berth.internal/alice/again:1', 'berth.internal/alice/made:1']
  expect(await named(alice, gone)).toBeDefined()
  await berth.kill('agent', 'SIGSTOP')
  await machine.docker.getImage(gone).remove()
  await buildFor(machine, berth.instance, 'alice', made)
  await berth.kill('agent', 'SIGKILL')
  await expect.poll(() => named(alice, made), { timeout: 20_000 }).toBeDefined()
  await expect.poll(() => named(alice, gone), { timeout: 20_000 }).toBeUndefined()
})

test('of a deleted account goes with it, and is not the next one’s of the name, on a server that was away either', async () => {
  const [seen, unseen, fresh] = ['seen', 'unseen', 'fresh'].map((name) => `berth.internal/carol/${name}:1`)
  const first = await enrol(admin, 'carol')
  await buildFor(machine, berth.instance, 'carol', seen!)
  await expect.poll(() => named(first, seen!), { timeout: 20_000 }).toBeDefined()
  await first.call('PATCH', `/images/${(await named(first, seen!))!.id}`, { shared: true })
  expect(await named(mallory, seen!)).toBeDefined()

  await berth.kill('agent', 'SIGSTOP')
  await buildFor(machine, berth.instance, 'carol', unseen!)
  await admin.call('DELETE', '/accounts/carol')
  expect(await named(mallory, seen!)).toBeUndefined()
  const second = await enrol(admin, 'carol')
  await berth.kill('agent', 'SIGCONT')
  // An image's age is known in whole seconds.
  await pause(1_000)
  await buildFor(machine, berth.instance, 'carol', fresh!)
  await expect.poll(() => named(second, fresh!), { timeout: 20_000 }).toBeDefined()
  expect((await list(second, '?scope=mine')).map((image) => image.reference)).toEqual([fresh])
  const there = async () =>
    (await machine.docker.listImages())
      .flatMap(({ RepoTags }) => RepoTags ?? [])
      .filter((tag) => tag.startsWith('berth.internal/carol/'))
  await expect.poll(there, { timeout: 20_000 }).toEqual([fresh])
})
