import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Container } from '@berth/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enrol, logIn, pause, type Caller } from '../api/caller.ts'
import { startBerth, type Part, type RunningBerth } from '../fixtures/berth.ts'
import { startDockerProxy, type DockerProxy } from '../fixtures/docker-proxy.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { publishedImage, removePublished } from '../fixtures/published-image.ts'
import { startRegistry, type TestRegistry } from '../fixtures/registry.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { atRest, inDocker, instanceOf, onThePage } from './truth.ts'

let folder: string
let berth: RunningBerth
let docker: TestDocker
let proxy: DockerProxy
let registry: TestRegistry
let instance: string
let admin: Caller

beforeAll(async () => {
  folder = await temporaryFolder('kill')
  docker = await useDocker()
  registry = await startRegistry()
  proxy = await startDockerProxy(docker.socketPath, join(folder, 'docker.sock'))
  berth = await startBerth({ env: { BERTH_DOCKER_SOCKET: proxy.socketPath } })
  instance = await instanceOf(berth.databaseUrl)
  admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
})
afterAll(async () => {
  await berth.stop()
  proxy.close()
  await removePublished(docker.docker, registry)
  await registry.stop()
  await rm(folder, { recursive: true })
})

const create = (who: Caller, name: string, more: object = {}) =>
  who.call<Container>('POST', '/containers', {
    name,
    image: docker.images.busybox,
    command: 'sleep 10000',
    guestPorts: '8080',
    ...more,
  })

/**
 * Kills a part as soon as the daemon has answered the agent's next request of this kind, before anybody else hears
 * the answer. Resolves when that has happened and all parts are there again.
 */
function killAt(part: Part, asked: string, path: RegExp): Promise<undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>()
  proxy.answered = (method, url) => {
    if (method !== asked || !path.test(url)) return undefined
    proxy.answered = () => undefined
    const killed = berth.kill(part, 'SIGKILL')
    const back = killed.then(() => (part === 'console' ? berth.restart() : undefined))
    back.then(() => resolve(undefined), reject)
    return killed
  }
  return promise
}

const creation: [step: string, method: string, path: RegExp][] = [
  ['the network', 'POST', /\/networks\/create/],
  ['the creation', 'POST', /\/containers\/create/],
  ['the start', 'POST', /\/containers\/[^/]+\/start/],
  ['the look at what came of it', 'GET', /\/containers\/[^/]+\/json/],
]

describe.each(['console', 'agent'] as const)('%s killed', (part) => {
  test.each(creation)('in a creation, at %s: it exists once', async (step, method, path) => {
    const who = await enrol(admin, `${part}-${step.split(' ')[1] ?? ''}`)
    const killed = killAt(part, method, path)
    const { id } = await create(who, 'lesson')
    await killed
    await expect.poll(() => who.until(id, 'running').catch(String), { timeout: 90_000 }).toMatchObject({ id })
    await atRest(admin, docker.docker, instance)
    expect((await inDocker(docker.docker, instance)).get(id)).toEqual(['running'])
  })

  test('as an image is pulled: it is pulled after all, and its container exists once', async () => {
    const image = await publishedImage(docker.docker, registry, 32 * 1024 ** 2)
    const killed = killAt(part, 'POST', /\/images\/create/)
    // There is no program in it: so far it gets when the image is there.
    const { id } = await create(admin, `pulled-${part}`, { image, command: '/none' })
    await killed
    await expect
      .poll(() => admin.call<Container>('GET', `/containers/${id}`).catch(String), { timeout: 90_000 })
      .toMatchObject({ state: 'failed', reason: { code: 'command-not-found' } })
    await atRest(admin, docker.docker, instance)
    expect((await inDocker(docker.docker, instance)).get(id)).toEqual(['created'])
  })

  test('in a deletion: nothing is left', async () => {
    const left = (await onThePage(admin)).filter(({ account }) => account.startsWith(`${part}-`))
    expect(left).toHaveLength(creation.length)
    const killed = killAt(part, 'DELETE', /\/containers\/[^/]+/)
    await admin.call('DELETE', `/containers/${left[0]?.id ?? ''}`)
    await killed
    for (const { id } of left.slice(1)) await admin.call('DELETE', `/containers/${id}`)
    for (const { id } of left) await admin.until(id, 'gone', 90)
    await atRest(admin, docker.docker, instance)
    const real = await inDocker(docker.docker, instance)
    for (const { id } of left) expect(real.get(id)).toBeUndefined()
  })
})

const spread = 8

/** Sends wishes one after the other, so that each is at another step when the blow comes; gives what was accepted. */
async function staggered<T>(wishes: readonly (() => Promise<T>)[], apart: number): Promise<T[]> {
  const sent: Promise<T | undefined>[] = []
  for (const wish of wishes) {
    sent.push(wish().catch(() => undefined))
    await pause(apart)
  }
  return (await Promise.all(sent)).filter((answer) => answer !== undefined)
}

describe('postgres killed', () => {
  test.each([5, 90])(
    'in the midst of creations %i ms apart: each that was accepted exists once',
    async (apart) => {
      const wishes = Array.from({ length: spread }, (_, i) => () => create(admin, `c-${apart}-${i}`))
      const sending = staggered(wishes, apart)
      await pause(apart * (spread - 1))
      await berth.kill('postgres', 'SIGKILL')
      const accepted = await sending
      expect(accepted).not.toEqual([])
      await atRest(admin, docker.docker, instance)
      const real = await inDocker(docker.docker, instance)
      for (const { id, name } of accepted) expect(real.get(id), name).toEqual(['running'])
    },
  )

  test('in the midst of deletions: none is left', async () => {
    const before = (await onThePage(admin)).slice(0, spread)
    const wishes = before.map(
      ({ id }) =>
        () =>
          admin.call<Container>('DELETE', `/containers/${id}`),
    )
    const sending = staggered(wishes, 40)
    await pause(40 * (spread - 1))
    await berth.kill('postgres', 'SIGKILL')
    const gone = new Set((await sending).map(({ id }) => id))
    expect(gone.size).toBeGreaterThan(0)
    await expect
      .poll(async () => (await onThePage(admin).catch(() => [])).filter(({ id }) => gone.has(id)), {
        timeout: 60_000,
      })
      .toEqual([])
    await atRest(admin, docker.docker, instance)
    const real = await inDocker(docker.docker, instance)
    for (const id of gone) expect(real.get(id)).toBeUndefined()
  })
})

test('nothing that is unknown was left behind', async () => {
  expect(await admin.call('GET', '/backends/local/unknown-containers')).toEqual([])
})
