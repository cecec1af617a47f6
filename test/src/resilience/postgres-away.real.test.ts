import type { Container } from '@berth/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { logIn, pause, type Caller } from '../api/caller.ts'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { startTestPostgres, type TestPostgres } from '../fixtures/postgres.ts'
import { atRest, inDocker, onThePage } from './truth.ts'

let postgres: TestPostgres
let berth: RunningBerth
let docker: TestDocker
let admin: Caller

beforeAll(async () => {
  docker = await useDocker()
  postgres = await startTestPostgres()
  berth = await startBerth({ env: { DATABASE_URL: postgres.url } })
  admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
})
afterAll(async () => {
  await berth.stop()
  await postgres.remove()
})

const create = (name: string) => ({ name, image: docker.images.busybox, command: 'sleep 10000' })

test('while PostgreSQL is away nothing is promised, and what ended meanwhile is told when it is back', async () => {
  const [ends, stays] = await Promise.all(
    ['ends', 'stays'].map((name) => admin.call<Container>('POST', '/containers', create(name))),
  )
  for (const { id } of [ends!, stays!]) await admin.until(id, 'running')
  await postgres.stop()
  const filters = { label: [`berth.container=${ends!.id}`] }
  const [made] = await docker.docker.listContainers({ filters })
  await docker.docker.getContainer(made!.Id).kill()
  const answers: Promise<Response>[] = []
  for (let i = 0; i < 6; i += 1) {
    answers.push(admin.json('POST', '/containers', create(`asked-${i}`)))
    await pause(500)
  }
  await postgres.start()
  const accepted: Container[] = []
  for (const answer of await Promise.all(answers)) {
    if (answer.ok) accepted.push((await answer.json()) as Container)
    else expect(await answer.json()).toMatchObject({ status: 503, code: 'database-unavailable' })
  }
  await expect
    .poll(() => admin.call<Container>('GET', `/containers/${ends!.id}`).catch(String), { timeout: 60_000 })
    .toMatchObject({ state: 'failed', reason: { code: 'exited' }, exitCode: 137 })
  await atRest(admin, docker.docker, berth.instance)
  const real = await inDocker(docker.docker, berth.instance)
  expect(real.get(stays!.id)).toEqual(['running'])
  for (const { id } of accepted) expect(real.get(id)).toEqual(['running'])
  const names = (await onThePage(admin)).map(({ name }) => name).filter((name) => name.startsWith('asked-'))
  expect(names).toHaveLength(accepted.length)
  const later = await admin.call<Container>('POST', '/containers', create('later'))
  await admin.until(later.id, 'running')
})
