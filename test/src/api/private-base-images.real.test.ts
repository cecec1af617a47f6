import type { ImageBuild, RegistryCredential } from '@berth/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { until } from '../fixtures/child.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { nameThisMachine } from '../fixtures/host-name.ts'
import { startRegistry, type TestRegistry } from '../fixtures/registry.ts'
import { enrol, logIn, type Caller } from './caller.ts'

const password = 'alice-has-a-token-of-her-own'

let machine: TestDocker
let registry: TestRegistry
let berth: RunningBerth
let alice: Caller
let mallory: Caller
/** The registry by a name: builds ask none by an address. */
let host: string
let secret: string
let digest: string

beforeAll(async () => {
  machine = await useDocker()
  registry = await startRegistry({ alice: password })
  host = registry.host.replace('127.0.0.1', await nameThisMachine())
  digest = await registry.push(machine.docker, machine.images.busybox, 'team/base:1')
  secret = `${host}/team/base:1`
  berth = await startBerth({ env: { BERTH_AGENT_BUILD_REGISTRIES: `public ${host}` } })
  const admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
  alice = await enrol(admin, 'alice')
  mallory = await enrol(admin, 'mallory')
})
afterAll(async () => {
  await berth.stop()
  await registry.stop()
  const names = (await machine.docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? [])
  for (const name of names.filter((each) => each.startsWith(host)))
    await machine.docker
      .getImage(name)
      .remove({ force: true })
      .catch(() => undefined)
})

const logInto = (who: Caller, word: string) =>
  who.call<RegistryCredential>('PUT', '/registry-credentials', {
    registry: host,
    user: 'alice',
    password: word,
  })

let count = 0

/** A build from a Dockerfile: how it ended, with its log and what was told of its end. */
async function build(who: Caller, dockerfile: string): Promise<{ state: string; said: string }> {
  const form = new FormData()
  form.append('files', new Blob([dockerfile]), 'Dockerfile')
  const answer = await who.send('POST', `/images/builds?name=upon-${String((count += 1))}`, form)
  const begun = (await answer.json()) as ImageBuild
  let ended = begun
  await until(
    () => 'the build ends',
    async () => {
      ended = await who.call<ImageBuild>('GET', `/images/builds/${begun.id}`)
      return ended.endedAt !== null
    },
  )
  const log = await (await who.send('GET', `/images/builds/${begun.id}/log`)).text()
  return { state: ended.state, said: `${log}\n${JSON.stringify(ended.problem)}` }
}

test('a private base image is not had without a login, and it is told where to save one', async () => {
  const { state, said } = await build(alice, `FROM ${secret}\n`)
  expect(state).toBe('failed')
  expect(said).toContain('Registries')
})

test('nor with a wrong one', async () => {
  await logInto(alice, 'a wrong one')
  const { state, said } = await build(alice, `FROM ${secret}\n`)
  expect(state).toBe('failed')
  expect(said).toContain('with your login')
  expect(said).not.toContain('a wrong one')
})

test('with the account’s login it is built upon, and copied from, in any stage', async () => {
  await logInto(alice, password)
  const { state, said } = await build(
    alice,
    `FROM ${secret} AS first\nRUN echo made upon it\nFROM scratch\nCOPY --from=${host}/team/base@${digest} /bin /bin\n`,
  )
  expect({ state, said }).toMatchObject({ state: 'done' })
  expect(said).toContain('made upon it')
  expect(said).toContain(`Pulling ${secret} as alice`)
  expect(said).not.toContain(password)
})

test('what alice’s login has brought is nobody else’s to build upon, though it lies there', async () => {
  await expect(machine.docker.getImage(secret).inspect()).resolves.toBeDefined()
  for (const dockerfile of [
    `FROM ${secret}\n`,
    `FROM ${host}/team/base@${digest}\n`,
    `FROM scratch\nCOPY --from=${secret} / /\n`,
    `ARG BASE=${secret}\nFROM $BASE\n`,
  ])
    expect((await build(mallory, dockerfile)).state, dockerfile).toBe('failed')
})

test('a login that is deleted is used no more', async () => {
  await alice.call('DELETE', `/registry-credentials?registry=${encodeURIComponent(host)}`)
  expect((await build(alice, `FROM ${secret}\n`)).state).toBe('failed')
})
