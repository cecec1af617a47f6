import type { BuildLog, Container, Image, ImageBuild } from '@berth/contract'
import { pack } from 'tar-stream'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { until } from '../fixtures/child.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { enrol, logIn, pause, problemOf, type Caller } from './caller.ts'

let machine: TestDocker
let berth: RunningBerth
let admin: Caller
let alice: Caller
let bob: Caller
let base: string

beforeAll(async () => {
  machine = await useDocker()
  base = machine.images.busybox
  berth = await startBerth()
  admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
  alice = await enrol(admin, 'alice')
  bob = await enrol(admin, 'bob')
})
afterAll(() => berth.stop())

const filesOf = (files: Readonly<Record<string, string>>): FormData => {
  const form = new FormData()
  for (const [path, text] of Object.entries(files)) form.append('files', new Blob([text]), path)
  return form
}

const send = (caller: Caller, name: string, form: FormData, query = ''): Promise<Response> =>
  caller.send('POST', `/images/builds?name=${encodeURIComponent(name)}${query}`, form)

/** Begins a build that has to be accepted. */
async function begin(
  caller: Caller,
  name: string,
  dockerfile: string,
  files: Readonly<Record<string, string>> = {},
  query = '',
): Promise<ImageBuild> {
  const answer = await send(caller, name, filesOf({ Dockerfile: dockerfile, ...files }), query)
  expect(answer.status, await answer.clone().text()).toBe(202)
  return (await answer.json()) as ImageBuild
}

/** The build once it has ended. */
async function ended(caller: Caller, { id }: ImageBuild): Promise<ImageBuild> {
  let build: ImageBuild | undefined
  await until(
    () => `the build ends: ${JSON.stringify(build)}`,
    async () => {
      const answer = await caller.send('GET', `/images/builds/${id}`)
      if (answer.ok) build = (await answer.json()) as ImageBuild
      return build !== undefined && build.endedAt !== null
    },
  )
  return build as ImageBuild
}

async function logOf(caller: Caller, { id }: ImageBuild, query = ''): Promise<string> {
  const answer = await caller.send('GET', `/images/builds/${id}/log${query}`)
  expect(answer.status).toBe(200)
  const lines = (await answer.text()).split('\n').filter((line) => line !== '')
  return lines.map((line) => (JSON.parse(line) as BuildLog).text).join('')
}

const inList = async (caller: Caller, name: string): Promise<Image> => {
  let found: Image | undefined
  await until(
    () => `${name} is in the list`,
    async () => {
      found = (await caller.call<Image[]>('GET', '/images')).find((image) => image.name === name)
      return found !== undefined
    },
  )
  return found as Image
}

it('builds from files, follows the log to its end, and lends what it built', async () => {
  const build = await begin(
    alice,
    'hello:1',
    `FROM ${base}\nARG WHO=nobody\nCOPY bin/ /opt/\nRUN /opt/say "$WHO"\nCMD ["sleep", "10000"]\n`,
    { 'bin/say': '#!/bin/sh\necho "こんにちは $1"\n' },
    `&buildArguments=${encodeURIComponent('WHO="花子 さん"')}`,
  )
  expect(build).toMatchObject({ name: 'hello:1', reference: 'berth.internal/alice/hello:1' })
  const log = await logOf(alice, build, '?follow=true')
  expect(log).toContain('こんにちは 花子 さん')
  expect(await ended(alice, build)).toMatchObject({ state: 'done', problem: null })
  const later = log.slice(log.indexOf('花子'))
  expect(await logOf(alice, build, `?since=${log.length - later.length}`)).toBe(later)
  await inList(alice, 'hello:1')
  const lent = await alice.lend('from-build', { image: 'hello:1' })
  await alice.giveBack(lent.id)
})

it('takes a tar, plain or gzip, with another Dockerfile in it', async () => {
  const tar = pack()
  tar.entry({ name: 'sub/Recipe' }, `FROM ${base}\nCOPY sub/data /data\n`)
  tar.entry({ name: 'sub/data' }, 'x')
  tar.finalize()
  const bytes = await buffer(tar)
  for (const [name, context] of [
    ['plain', bytes],
    ['zipped', gzipSync(bytes)],
  ] as const) {
    const form = new FormData()
    form.append('context', new Blob([context]), 'context.tar')
    const answer = await send(alice, name, form, '&dockerfile=sub/Recipe')
    expect(answer.status).toBe(202)
    expect(await ended(alice, (await answer.json()) as ImageBuild)).toMatchObject({ state: 'done' })
  }
})

it('judges what a build is built upon when its turn comes: what is withdrawn meanwhile is not', async () => {
  await ended(bob, await begin(bob, 'lesson', `FROM ${base}\nENV LESSON=1\n`))
  const { id } = await inList(bob, 'lesson')
  await bob.call('PATCH', `/images/${id}`, { shared: true })
  const first = await begin(alice, 'slow', `FROM ${base}\nRUN sleep 4\n`, {}, '&noCache=true')
  await until(
    () => 'the first build is at its step',
    async () => (await logOf(alice, first)).includes('sleep 4'),
  )
  const second = await begin(alice, 'waiting', 'FROM berth.internal/bob/lesson\n')
  await until(
    () => 'the second waits',
    async () => (await logOf(alice, second)).includes('Waiting'),
  )
  await bob.call('PATCH', `/images/${id}`, { shared: false })
  expect(await ended(alice, first)).toMatchObject({ state: 'done' })
  expect((await ended(alice, second)).problem?.code).toBe('build-refused')
})

it('tells why a build failed, in the reader’s language, and keeps its log', async () => {
  const build = await begin(alice, 'broken', `FROM ${base}\nRUN echo before; exit 7\n`)
  const end = await ended(alice, build)
  expect(end).toMatchObject({ state: 'failed', problem: { code: 'build-failed' } })
  expect(await logOf(alice, build)).toContain('before')
  const answer = await alice.send('GET', `/images/builds/${build.id}`, undefined, { 'accept-language': 'ja' })
  expect(((await answer.json()) as ImageBuild).problem?.title).toContain('ビルドに失敗しました')
})

it('builds on one’s own and on shared images, and on nobody’s private one', async () => {
  await ended(alice, await begin(alice, 'ground', `FROM ${base}\nENV GROUND=1\n`))
  const ground = await inList(alice, 'ground')
  const on = async (caller: Caller, name: string): Promise<ImageBuild> =>
    ended(caller, await begin(caller, 'upon', `FROM ${name}\nENV UPON=1\n`))
  expect(await on(alice, 'ground')).toMatchObject({ state: 'done' })
  for (const name of [ground.reference, 'ground', 'alice/ground', ground.digest ?? ''])
    expect(await on(bob, name), name).toMatchObject({ state: 'failed', problem: { code: 'build-refused' } })
  await alice.call('PATCH', `/images/${ground.id}`, { shared: true })
  expect(await on(bob, ground.reference)).toMatchObject({ state: 'done' })
  await alice.call('PATCH', `/images/${ground.id}`, { shared: false })
  expect(await on(bob, ground.reference)).toMatchObject({ state: 'failed' })
})

it('is its owner’s alone, also for an administrator', async () => {
  const build = await begin(alice, 'mine', `FROM ${base}\nENV A=1\n`)
  await ended(alice, build)
  for (const caller of [bob, admin])
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/log'],
      ['POST', '/cancel'],
      ['DELETE', ''],
    ] as const)
      expect((await caller.send(method, `/images/builds/${build.id}${path}`)).status).toBe(404)
  expect(await bob.call<ImageBuild[]>('GET', '/images/builds')).not.toContainEqual(
    expect.objectContaining({ id: build.id }),
  )
  await alice.call('DELETE', `/images/builds/${build.id}`)
  expect((await alice.send('GET', `/images/builds/${build.id}`)).status).toBe(404)
})

it.each([
  ['an image name of another account', '?name=berth.internal/bob/a', 'invalid-input'],
  ['no name', '', 'invalid-input'],
  ['arguments without a value', '?name=a&buildArguments=A', 'invalid-input'],
  ['a backend that is not', '?name=a&backend=nowhere', 'backend-unknown'],
])('refuses %s and keeps nothing', async (_, query, code) => {
  const before = await alice.call<ImageBuild[]>('GET', '/images/builds')
  const answer = await alice.send('POST', `/images/builds${query}`, filesOf({ Dockerfile: `FROM ${base}` }))
  expect(await problemOf(answer)).toMatchObject({ code })
  expect(await alice.call<ImageBuild[]>('GET', '/images/builds')).toEqual(before)
})

it('refuses names that climb out and uploads that break off, and keeps nothing of them', async () => {
  const before = await alice.call<ImageBuild[]>('GET', '/images/builds')
  const climbing = await send(alice, 'a', filesOf({ Dockerfile: `FROM ${base}`, '../up': 'x' }))
  const told = (await climbing.json()) as ImageBuild & { code?: string }
  expect(climbing.status === 202 ? (await ended(alice, told)).problem?.code : told.code).toBe('path-invalid')
  if (climbing.status === 202) await alice.call('DELETE', `/images/builds/${told.id}`)
  const abort = new AbortController()
  const slow = new ReadableStream({
    async pull(controller) {
      await pause(50)
      controller.enqueue(
        Buffer.from('--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'),
      )
      await pause(200)
      abort.abort()
    },
  })
  await fetch(`${berth.url}/api/v1/images/builds?name=a`, {
    method: 'POST',
    headers: { ...alice.headers, 'content-type': 'multipart/form-data; boundary=x' },
    body: slow,
    duplex: 'half',
    signal: abort.signal,
  }).catch(() => undefined)
  await until(
    () => 'nothing is kept',
    async () => (await alice.call<ImageBuild[]>('GET', '/images/builds')).length === before.length,
  )
})

const long = (): string => `FROM ${machine.images.busybox}\nRUN echo begun; sleep 600\n`

async function begun(caller: Caller, build: ImageBuild): Promise<void> {
  await until(
    () => 'the step has begun',
    async () => (await logOf(caller, build)).includes('begun'),
  )
}

const steps = async (): Promise<number> =>
  (await machine.docker.listContainers()).filter(({ Command }) => Command.includes('echo begun')).length

it('is cancelled, and its processes with it; a repeat changes nothing', async () => {
  const build = await begin(alice, 'long', long())
  await begun(alice, build)
  const cancelled = await alice.call<ImageBuild>('POST', `/images/builds/${build.id}/cancel`)
  expect(cancelled.state).toBe('cancelled')
  await until(
    () => 'no step runs',
    async () => (await steps()) === 0,
  )
  expect(await alice.call<ImageBuild>('POST', `/images/builds/${build.id}/cancel`)).toEqual(cancelled)
  expect(await logOf(alice, build, '?follow=true')).toContain('begun')
})

it('takes in the next while one goes, and refuses too many', async () => {
  const going = await begin(bob, 'first', long())
  const waiting: ImageBuild[] = []
  for (const name of ['b', 'c', 'd', 'e'])
    waiting.push(await begin(bob, name, `FROM ${base}\nENV A=${name}\n`))
  const answer = await send(bob, 'f', filesOf({ Dockerfile: `FROM ${base}` }))
  expect(await problemOf(answer)).toMatchObject({ code: 'too-many-builds' })
  await begun(bob, going)
  await bob.call('DELETE', `/images/builds/${going.id}`)
  for (const build of waiting) expect(await ended(bob, build)).toMatchObject({ state: 'done' })
})

/** Begins a build as soon as the agent that was away is back. */
async function beginOnReturn(caller: Caller, name: string, dockerfile: string): Promise<ImageBuild> {
  let answer: Response | undefined
  await until(
    () => `a build is accepted again: ${String(answer?.status)}`,
    async () => (answer = await send(caller, name, filesOf({ Dockerfile: dockerfile }))).status === 202,
  )
  return (await answer!.json()) as ImageBuild
}

it.each(['console', 'agent'] as const)('is told as interrupted where the %s is killed', async (part) => {
  const build = await begin(alice, `killed-${part}`, long())
  await begun(alice, build)
  await berth.kill(part, 'SIGKILL')
  if (part === 'console') await berth.restart()
  await until(
    () => 'all is up again',
    async () => (await fetch(`${berth.url}/readyz`)).ok,
  )
  expect(await ended(alice, build)).toMatchObject({ state: 'failed', problem: { code: 'build-interrupted' } })
  await until(
    () => 'no step runs',
    async () => (await steps()) === 0,
  )
  expect(
    await ended(alice, await beginOnReturn(alice, 'again', `FROM ${base}\nENV B=${part}\n`)),
  ).toMatchObject({
    state: 'done',
  })
})

it('goes on while the database is away', async () => {
  const build = await begin(alice, 'patient', `FROM ${base}\nRUN echo begun; sleep 3; echo over\n`)
  await begun(alice, build)
  await berth.kill('postgres', 'SIGKILL')
  expect(await ended(alice, build)).toMatchObject({ state: 'done' })
  expect(await logOf(alice, build)).toContain('over')
  expect((await alice.call<Container[]>('GET', '/containers')).length).toBe(0)
})
