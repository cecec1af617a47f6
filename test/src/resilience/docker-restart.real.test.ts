import type { Container } from '@berth/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { logIn, pause, type Caller } from '../api/caller.ts'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { startOwnDocker, type OwnDocker } from '../fixtures/own-docker.ts'
import { atRest, inDocker, instanceOf, onThePage } from './truth.ts'

let docker: OwnDocker
let berth: RunningBerth
let instance: string
let admin: Caller

beforeAll(async () => {
  docker = await startOwnDocker()
  berth = await startBerth({ env: { BERTH_DOCKER_SOCKET: docker.socketPath } })
  instance = await instanceOf(berth.databaseUrl)
  admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
})
afterAll(async () => {
  await berth.stop()
  await docker.remove()
})

const create = (name: string, more: object = {}) =>
  admin.call<Container>('POST', '/containers', { name, image: docker.images.busybox, ...more })

describe.each(['SIGTERM', 'SIGKILL'] as const)('the Docker daemon ended by %s', (signal) => {
  test('and started again: what should run runs again, what should not does not', async () => {
    const name = signal.toLowerCase()
    const { id: runs } = await create(`runs-${name}`)
    const { id: stopped } = await create(`stopped-${name}`)
    const { id: dies } = await create(`dies-${name}`, { image: docker.images.dies })
    await admin.until(runs, 'running')
    await admin.until(stopped, 'running')
    await admin.call('POST', `/containers/${stopped}/stop`)
    await admin.until(stopped, 'stopped')
    const dead = () => admin.call<Container>('GET', `/containers/${dies}`)
    await expect
      .poll(async () => (await dead()).reason?.log, { timeout: 30_000 })
      .toContain('three: 失敗しました')
    const { startedAt } = await dead()

    await docker.halt(signal)
    await expect
      .poll(
        async () =>
          (await admin.call<{ reachable: boolean }[]>('GET', '/backends')).map((each) => each.reachable),
        {
          timeout: 30_000,
        },
      )
      .toEqual([false])
    const { id: waits } = await create(`waits-${name}`)
    await docker.start()

    await admin.until(waits, 'running')
    await atRest(admin, docker.docker, instance)
    const states = Object.fromEntries((await onThePage(admin)).map((each) => [each.id, each.state]))
    expect(states).toMatchObject({
      [runs]: 'running',
      [stopped]: 'stopped',
      [dies]: 'failed',
      [waits]: 'running',
    })
    expect((await dead()).startedAt).toBe(startedAt)
  })

  test('in the midst of creations: each that was accepted exists once', async () => {
    const sent = Array.from({ length: 6 }, async (_, i) => {
      await pause(i * 60)
      return create(`midst-${signal.toLowerCase()}-${i}`)
    })
    await pause(300)
    await docker.halt(signal)
    const accepted = await Promise.all(sent)
    await docker.start()
    await atRest(admin, docker.docker, instance)
    const real = await inDocker(docker.docker, instance)
    for (const { id, name } of accepted) expect(real.get(id), name).toEqual(['running'])
  })
})
