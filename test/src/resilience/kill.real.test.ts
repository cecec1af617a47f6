import type { Container } from '@berth/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { logIn, pause, type Caller } from '../api/caller.ts'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { atRest, inDocker, instanceOf, onThePage } from './truth.ts'

let berth: RunningBerth
let docker: TestDocker
let instance: string
let admin: Caller

beforeAll(async () => {
  docker = await useDocker()
  berth = await startBerth()
  instance = await instanceOf(berth.databaseUrl)
  admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
})
afterAll(async () => {
  await berth.stop()
})

const spread = 8

/** Sends wishes one after the other, so that each is at another step when the blow comes. */
async function staggered<T>(
  wishes: readonly (() => Promise<T>)[],
  apart: number,
): Promise<(T | undefined)[]> {
  const sent: Promise<T | undefined>[] = []
  for (const wish of wishes) {
    sent.push(wish().catch(() => undefined))
    await pause(apart)
  }
  return Promise.all(sent)
}

const create = (name: string) => () =>
  admin.call<Container>('POST', '/containers', {
    name,
    image: docker.images.busybox,
    command: 'sleep 10000',
    guestPorts: '8080',
  })

describe.each(['console', 'agent', 'postgres'] as const)('%s killed', (part) => {
  const kill = async () => {
    await berth.kill(part, 'SIGKILL')
    if (part === 'console') await berth.restart()
  }

  test.each([5, 40, 90])(
    'in the midst of creations %i ms apart: each that was accepted exists once',
    async (apart) => {
      const wishes = Array.from({ length: spread }, (_, i) => create(`c-${part}-${apart}-${i}`))
      const sending = staggered(wishes, apart)
      await pause(apart * (spread - 1))
      await kill()
      const accepted = (await sending).filter((container) => container !== undefined)
      await atRest(admin, docker.docker, instance)
      const real = await inDocker(docker.docker, instance)
      for (const { id, name } of accepted) expect(real.get(id), name).toEqual(['running'])
    },
  )

  test.each([5, 40, 90])('in the midst of deletions %i ms apart: none is left', async (apart) => {
    const before = (await onThePage(admin)).slice(0, spread)
    const wishes = before.map(
      ({ id }) =>
        () =>
          admin.call<Container>('DELETE', `/containers/${id}`),
    )
    const sending = staggered(wishes, apart)
    await pause(apart * (spread - 1))
    await kill()
    const accepted = (await sending).filter((container) => container !== undefined)
    const gone = new Set(accepted.map(({ id }) => id))
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
