import type { AuditEntry, Container, ImageBuild, RegistryCredential } from '@berth/contract'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { until } from '../fixtures/child.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { startRegistry, type TestRegistry } from '../fixtures/registry.ts'
import { enrol, logIn, pause, problemOf, type Caller } from './caller.ts'

const password = 'alice-has-a-token-of-her-own'
const bobs = 'bob-has-another-one'

let machine: TestDocker
let closed: TestRegistry
let open: TestRegistry
let berth: RunningBerth
let alice: Caller
let bob: Caller
let mallory: Caller
let admin: Caller
let secret: string
let digest: string

beforeAll(async () => {
  machine = await useDocker()
  closed = await startRegistry({ alice: password, bob: bobs })
  open = await startRegistry()
  digest = await closed.push(machine.docker, machine.images.busybox, 'team/secret:1')
  secret = `${closed.host}/team/secret:1`
  berth = await startBerth()
  admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
  alice = await enrol(admin, 'alice')
  bob = await enrol(admin, 'bob')
  mallory = await enrol(admin, 'mallory')
})
afterAll(async () => {
  await berth.stop()
  await closed.stop()
  await open.stop()
  const names = (await machine.docker.listImages()).flatMap(({ RepoTags, RepoDigests }) => [
    ...(RepoTags ?? []),
    ...(RepoDigests ?? []),
  ])
  for (const name of names.filter((each) => each.startsWith(closed.host) || each.startsWith(open.host)))
    await machine.docker
      .getImage(name)
      .remove({ force: true })
      .catch(() => undefined)
})

let count = 0

/** How a creation ends: running, or why not. */
async function outcome(who: Caller, image: string): Promise<string> {
  const name = `c${String((count += 1))}`
  const { id } = await who.call<Container>('POST', '/containers', { name, image })
  for (;;) {
    const container = await who.call<Container>('GET', `/containers/${id}`)
    if (container.state === 'running') return 'running'
    if (container.state === 'failed') return container.reason?.code ?? 'failed'
    await pause(50)
  }
}

const logInto = (who: Caller, registry: TestRegistry, user: string, word: string) =>
  who.call<RegistryCredential>('PUT', '/registry-credentials', {
    registry: `http://${registry.host}/`,
    user,
    password: word,
  })

test('a private image is not had without a login', async () => {
  expect(await outcome(alice, secret)).toBe('image-not-found')
})

test('a login is kept, told without its password, and replaced', async () => {
  await logInto(alice, closed, 'alice', 'a wrong one')
  expect(await outcome(alice, secret)).toBe('image-not-found')
  const kept = await logInto(alice, closed, 'alice', password)
  expect(kept).toEqual({ registry: closed.host, user: 'alice', updatedAt: expect.any(String) as string })
  expect(await alice.call('GET', '/registry-credentials')).toEqual([kept])
  expect(await bob.call('GET', '/registry-credentials')).toEqual([])
  expect(await outcome(alice, secret)).toBe('running')
})

test('what alice has pulled is nobody else’s by any spelling, though it lies there', async () => {
  const repository = `${closed.host}/team/secret`
  await expect(machine.docker.getImage(secret).inspect()).resolves.toBeDefined()
  const elsewhere = `${open.host}/team/secret@${digest}`
  for (const spelling of [secret, `${repository}@${digest}`, `${secret}@${digest}`, elsewhere])
    expect(await outcome(mallory, spelling), spelling).toBe('image-not-found')
  await logInto(mallory, closed, 'mallory', 'she guesses')
  expect(await outcome(mallory, secret)).toBe('image-not-found')
  const lent = await machine.docker.listContainers({
    all: true,
    filters: { label: ['berth.account=mallory'] },
  })
  expect(lent).toEqual([])
})

test('an ID is no way around', async () => {
  const { Id } = await machine.docker.getImage(secret).inspect()
  for (const image of [Id, Id.replace('sha256:', '')])
    expect((await mallory.json('POST', '/containers', { name: 'by-id', image })).status).toBe(400)
})

/** How the wish for a SIF file ends: 200, or why not. */
async function takenAway(who: Caller, image: string): Promise<string> {
  for (;;) {
    const answer = await who.send('GET', `/singularity?image=${encodeURIComponent(image)}`)
    if (answer.status === 200) {
      await answer.body?.cancel()
      return 'taken'
    }
    if (answer.status !== 202) return (await problemOf(answer)).code
    await answer.text()
    await pause(50)
  }
}

test('as a SIF file it is taken away by who has the right, also once it is made, and by nobody else', async () => {
  const byDigest = `${closed.host}/team/secret@${digest}`
  for (const image of [secret, byDigest]) expect(await takenAway(mallory, image)).toBe('image-not-found')
  for (const image of [secret, byDigest]) expect(await takenAway(alice, image)).toBe('taken')
  for (const image of [secret, byDigest, `${open.host}/team/secret@${digest}`]) {
    expect(await takenAway(mallory, image), image).toBe('image-not-found')
    const events = await (await mallory.json('POST', '/singularity', { image })).text()
    expect(events.trim().split('\n').at(-1), image).toContain('image-not-found')
  }
}, 60_000)

test('nobody builds upon it as it lies there', async () => {
  for (const base of [secret, `${closed.host}/team/secret@${digest}`, `${open.host}/team/secret@${digest}`])
    expect(await buildUpon(base), base).toBe('failed')
})

async function buildUpon(base: string): Promise<string> {
  const form = new FormData()
  form.append('files', new Blob([`FROM ${base}\nRUN true\n`]), 'Dockerfile')
  const answer = await mallory.send('POST', '/images/builds?name=stolen', form)
  const { id } = (await answer.json()) as ImageBuild
  const state = async () => (await mallory.call<ImageBuild>('GET', `/images/builds/${id}`)).state
  await until(
    () => 'the build ends',
    async () => ['done', 'failed', 'cancelled'].includes(await state()),
  )
  return state()
}

test('another who has a right of their own gets it', async () => {
  await logInto(bob, closed, 'bob', bobs)
  expect(await outcome(bob, secret)).toBe('running')
})

test('a public image that somebody with a login pulled stays everybody’s', async () => {
  const image = `${open.host}/team/tool:1`
  await open.push(machine.docker, machine.images.busybox, 'team/tool:1')
  await logInto(alice, open, 'alice', 'not needed')
  expect(await outcome(alice, image)).toBe('running')
  await open.stop()
  expect(await outcome(mallory, image)).toBe('running')
})

test('what alice runs goes on after her login is forgotten, and no more is made', async () => {
  const { id } = await alice.call<Container>('POST', '/containers', { name: 'kept', image: secret })
  await alice.until(id, 'running')
  const forget = () => alice.json('DELETE', `/registry-credentials?registry=${closed.host}`)
  expect((await forget()).status).toBe(204)
  expect((await forget()).status).toBe(404)
  await alice.call('POST', `/containers/${id}/restart`)
  await alice.until(id, 'running')
  expect(await outcome(alice, secret)).toBe('image-not-found')
})

test('the password is nowhere to be read, and who logged in is in the audit log', async () => {
  const client = new pg.Client({ connectionString: berth.databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ stored: string }>(
    `select encode(password, 'escape') as stored from registry_credentials
     union all select coalesce(payload::text, '') from graphile_worker._private_jobs`,
  )
  await client.end()
  const audit = await admin.call<{ items: AuditEntry[] } | AuditEntry[]>('GET', '/audit')
  for (const text of [berth.logs(), JSON.stringify(rows), JSON.stringify(audit)]) {
    expect(text).not.toContain(password)
    expect(text).not.toContain(bobs)
  }
  expect(JSON.stringify(audit)).toContain('set-registry-credential')
  expect(JSON.stringify(audit)).toContain('delete-registry-credential')
})

test('what is no registry is refused', async () => {
  for (const registry of ['', 'no host', 'berth.internal', 'a/b', 'x'.repeat(301)]) {
    const problem = await alice.refused('PUT', '/registry-credentials', {
      registry,
      user: 'u',
      password: 'p',
    })
    expect(problem.status, registry).toBe(400)
  }
})
