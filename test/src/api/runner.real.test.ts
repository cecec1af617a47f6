import { randomUUID } from 'node:crypto'
import type { Image, Runner } from '@berth/contract'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { enrol, logIn, problemOf, type Caller } from './caller.ts'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { until } from '../fixtures/child.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { useRunners, type TestRunners } from '../fixtures/runner-image.ts'

let machine: TestDocker
let berth: RunningBerth
let admin: Caller
let runners: TestRunners

beforeAll(async () => {
  machine = await useDocker()
  runners = await useRunners(machine)
  berth = await startBerth({ env: runners.env })
  admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
})
afterAll(async () => {
  await berth.stop()
  await runners.gitlab.stop()
})

const someone = async () => {
  const name = `p${randomUUID().slice(0, 8)}`
  return { name, caller: await enrol(admin, name) }
}
const stateOf = async (caller: Caller) => caller.call<Runner>('GET', '/runner')
const becomes = async (caller: Caller, state: Runner['state']) => {
  let last: Runner | undefined
  await until(
    () => `the runner is ${state}: ${JSON.stringify(last)}`,
    async () => (last = await stateOf(caller)).state === state,
  )
  return last!
}
const containersOf = (account: string) =>
  machine.docker.listContainers({
    all: true,
    filters: { label: [`berth.instance=${berth.instance}`, `berth.account=${account}`, 'berth.runner'] },
  })
const dockerfile = [
  `echo FROM docker.io/berth-test/busybox:1 > Dockerfile`,
  `echo RUN echo of $WHO >> Dockerfile`,
]

it('gives two accounts runners of their own, whose jobs build their own images at once', async () => {
  const people = await Promise.all([someone(), someone()])
  const ended = await Promise.all(
    people.map(async ({ name, caller }) => {
      const token = runners.gitlab.makeRunner(name)
      const given = await caller.call<Runner>('PUT', '/runner', { token })
      expect(given.state).toBe('waiting')
      expect(JSON.stringify(given)).not.toContain(token)
      await becomes(caller, 'online')
      return runners.gitlab.runJob(token, [`WHO=${name}`, ...dockerfile, 'docker build -t lesson .'])
    }),
  )
  for (const [index, { name }] of people.entries()) {
    expect(ended[index]).toMatchObject({ state: 'success' })
    expect(ended[index]!.log).toContain(`Successfully tagged berth.internal/${name}/lesson:latest`)
    expect(ended[index]!.log).not.toContain(people[1 - index]!.name)
  }
})

it('asks GitLab on its own schedule, however images change, and takes from a runner at once what is shared no more', async () => {
  const [teacher, student] = [await someone(), await someone()]
  const tokens = [teacher, student].map(({ name }) => runners.gitlab.makeRunner(name))
  for (const [index, { caller }] of [teacher, student].entries()) {
    await caller.call('PUT', '/runner', { token: tokens[index] })
    await becomes(caller, 'online')
  }
  const asked = tokens.map((token) => runners.gitlab.verifications.get(token))
  const slow = [...dockerfile, 'echo RUN sleep 7 >> Dockerfile', 'docker build -t base .']
  const built = runners.gitlab.runJob(tokens[0]!, ['WHO=teacher', ...slow])
  await becomes(teacher.caller, 'building')
  expect(await built).toMatchObject({ state: 'success' })
  const image = async () => (await teacher.caller.call<Image[]>('GET', '/images?scope=mine'))[0]
  await until(
    () => 'the base is listed',
    async () => (await image()) !== undefined,
  )
  const path = `/images/${(await image())!.id}`
  const upon = () =>
    runners.gitlab.runJob(tokens[1]!, [
      `echo FROM berth.internal/${teacher.name}/base > Dockerfile`,
      'docker build -t upon .',
    ])
  expect(await upon()).toMatchObject({ state: 'failed' })
  await teacher.caller.call('PATCH', path, { shared: true })
  await until(
    () => 'it is built upon',
    async () => (await upon()).state === 'success',
  )
  await teacher.caller.call('PATCH', path, { description: 'changed', shared: false })
  await until(
    () => 'it is built upon no more',
    async () => (await upon()).state === 'failed',
  )
  expect(tokens.map((token) => runners.gitlab.verifications.get(token))).toEqual(asked)
})

it('keeps a job from everything of Docker but the account’s own builds', async () => {
  const { name, caller } = await someone()
  const token = runners.gitlab.makeRunner(name)
  await caller.call('PUT', '/runner', { token })
  await becomes(caller, 'online')
  const attempt = (line: string) => runners.gitlab.runJob(token, [line])
  for (const line of [
    'docker ps',
    'docker run busybox true',
    'docker pull busybox',
    'docker -H unix:///var/run/docker.sock version',
    'ls /var/run/docker.sock',
    'ln -sf /etc/passwd /run/berth/docker.sock',
    'rm /run/berth/docker.sock',
    'mount -o remount,rw /run/berth',
  ])
    expect({ line, ...(await attempt(line)) }).toMatchObject({ state: 'failed' })
  const [row] = await containersOf(name)
  const { Config, HostConfig } = await machine.docker.getContainer(row!.Id).inspect()
  expect(JSON.stringify(Config)).not.toContain(token)
  expect(HostConfig).toMatchObject({ Privileged: false, NetworkMode: `berth.${name}.${berth.instance}` })
  expect(await caller.containers()).toEqual([])
})

it('takes an older registration token, and keeps no token in clear', async () => {
  const { caller } = await someone()
  const before = new Set(runners.gitlab.runners.keys())
  await caller.call('PUT', '/runner', { token: runners.gitlab.registrationToken })
  await becomes(caller, 'online')
  const [made] = [...runners.gitlab.runners.keys()].filter((token) => !before.has(token))
  const client = new pg.Client({ connectionString: berth.databaseUrl })
  await client.connect()
  const { rows } = await client.query(`select r::text, encode(r.token, 'escape') as token from runners r`)
  await client.end()
  for (const token of [made!, runners.gitlab.registrationToken]) {
    expect(JSON.stringify(rows)).not.toContain(token)
    expect(berth.logs()).not.toContain(token)
  }
})

it('tells what is wrong with a token, and with a runner that does not stay up', async () => {
  const { caller } = await someone()
  const refused = async (body: object) => (await caller.refused('PUT', '/runner', body)).code
  expect(await refused({ token: 'glrt-not-known-to-it' })).toBe('gitlab-token-refused')
  expect(await refused({ token: 'not-known-to-it' })).toBe('gitlab-token-refused')
  expect(await refused({ token: 'with a space and\nmore' })).toBe('invalid-input')
  const token = runners.gitlab.makeRunner('broken')
  expect(await refused({ token, gitlabUrl: 'http://127.0.0.1:1' })).toBe('gitlab-unknown')
  expect(await stateOf(caller)).toMatchObject({ state: 'none', available: true })
  runners.gitlab.mood = 'silent'
  expect(await refused({ token })).toBe('gitlab-unreachable')
  runners.gitlab.mood = { busy: 77 }
  const busy = await caller.json('PUT', '/runner', { token })
  expect(busy.headers.get('retry-after')).toBe('77')
  expect((await problemOf(busy)).code).toBe('gitlab-busy')
  runners.gitlab.mood = 'well'
  await caller.call('PUT', '/runner', { token })
  const failed = await becomes(caller, 'failed')
  expect(failed.problem?.code).toBe('runner-ended')
  expect(failed.log).toContain('PANIC: the configuration is broken')
})

it('replaces and deletes: GitLab forgets the old ones, and nothing of them is left', async () => {
  const { name, caller } = await someone()
  const [first, second] = [runners.gitlab.makeRunner(name), runners.gitlab.makeRunner(name)]
  await caller.call('PUT', '/runner', { token: first })
  await becomes(caller, 'online')
  await caller.call('PUT', '/runner', { token: second })
  await until(
    () => 'GitLab has forgotten the first',
    () => !runners.gitlab.runners.has(first),
  )
  await becomes(caller, 'online')
  expect(runners.gitlab.runners.has(second)).toBe(true)
  expect(await containersOf(name)).toHaveLength(1)
  await caller.call('DELETE', '/runner')
  await becomes(caller, 'none')
  expect(runners.gitlab.runners.has(second)).toBe(false)
  await until(
    () => 'no container of it is left',
    async () => (await containersOf(name)).length === 0,
  )
})

it('comes back after a restart and after its container was taken away, and goes with its account', async () => {
  const { name, caller } = await someone()
  const token = runners.gitlab.makeRunner(name)
  await caller.call('PUT', '/runner', { token })
  await becomes(caller, 'online')
  await berth.kill('agent', 'SIGKILL')
  runners.gitlab.mood = 'silent'
  await berth.restart()
  await until(
    () => 'the runner waits for GitLab',
    async () => (await stateOf(caller)).problem?.code === 'gitlab-unreachable',
  )
  expect((await stateOf(caller)).state).toBe('waiting')
  runners.gitlab.mood = 'well'
  const [row] = await containersOf(name)
  await machine.docker.getContainer(row!.Id).remove({ force: true })
  await until(
    () => 'another runs',
    async () => (await containersOf(name)).some(({ State }) => State === 'running'),
  )
  await becomes(caller, 'online')
  const script = [...dockerfile, 'docker build -t again .']
  expect(await runners.gitlab.runJob(token, script)).toMatchObject({ state: 'success' })
  await admin.call('DELETE', `/accounts/${name}`)
  await until(
    () => 'GitLab has forgotten it',
    () => !runners.gitlab.runners.has(token),
  )
  await until(
    () => 'no container of it is left',
    async () => (await containersOf(name)).length === 0,
  )
})

it('makes the CI file that was asked for', async () => {
  const { caller } = await someone()
  const query = new URLSearchParams({ images: 'web api=services/api', tag: 'git', buildArguments: 'A="b c"' })
  const answer = await caller.send('GET', `/runner/gitlab-ci.yml?${query.toString()}`)
  expect(answer.headers.get('content-disposition')).toContain('filename=".gitlab-ci.yml"')
  const text = await answer.text()
  expect(text).toContain('\nbuild-api:')
  expect(text).toContain(' services/api')
  expect((await caller.refused('GET', '/runner/gitlab-ci.yml?images=../x')).code).toBe('invalid-input')
})
