import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createLogger, startAgent, type Backend } from '@berth/backend'
import type { Container, Image } from '@berth/contract'
import { createFakeBackend } from '@berth/fake'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { buildFor } from '../fixtures/build-for.ts'
import { useDocker } from '../fixtures/docker.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { enrol, logIn, type Caller } from './caller.ts'

let berth: RunningBerth
let folder: string
let far: Awaited<ReturnType<typeof startAgent>>
let alice: Caller

const tebibyte = 2 ** 40
const token = 'a-token-of-the-agent-that-is-far-away'

/** Anything that has a choice goes there: it has more room than any machine. */
function roomy(instance: string): Backend {
  const backend = createFakeBackend({ instance })
  const more = (info: Awaited<ReturnType<Backend['info']>>) => ({
    ...info,
    room: info.room && { ...info.room, memory: tebibyte, memoryFree: tebibyte, cpus: 1_000 },
  })
  return {
    ...backend,
    info: async () => more(await backend.info()),
    async *streamEvents(since, signal) {
      for await (const event of backend.streamEvents(since, signal))
        yield event.type === 'hello' ? { ...event, info: more(event.info) } : event
    },
  }
}

beforeAll(async () => {
  berth = await startBerth({})
  folder = await temporaryFolder('far')
  const socketPath = join(folder, 'agent.sock')
  far = await startAgent({
    backend: roomy(berth.instance),
    listen: { socketPath },
    token,
    log: createLogger('silent'),
  })
  const admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
  await admin.call('POST', '/backends', { name: 'far', url: `unix:${socketPath}`, token })
  alice = await enrol(admin, 'alice')
  await buildFor(await useDocker(), berth.instance, 'alice', 'berth.internal/alice/here:1')
})
afterAll(async () => {
  await berth.stop()
  await far.close()
  await rm(folder, { recursive: true })
})

test('a container goes where its image is, even if there is more room elsewhere', async () => {
  const images = () => alice.call<Image[]>('GET', '/images?scope=mine')
  await expect.poll(async () => (await images())[0]?.backends, { timeout: 20_000 }).toEqual(['local'])
  const backends = () => alice.call<{ name: string; room: object | null }[]>('GET', '/backends')
  const known = async () => (await backends()).find(({ name }) => name === 'far')?.room
  await expect.poll(known, { timeout: 20_000 }).toMatchObject({ memoryFree: tebibyte })
  expect((await alice.lend('here', { image: 'here:1' })).backend).toBe('local')
  const anywhere = { name: 'anywhere', image: 'localhost/fake/shell' }
  const { id } = await alice.call<Container>('POST', '/containers', anywhere)
  expect((await alice.until(id, 'running'))?.backend).toBe('far')
})

test('a backend without the image is refused when it is asked for, with where the image is', async () => {
  const asked = { name: 'there', image: 'here:1', backend: 'far' }
  const problem = await alice.refused('POST', '/containers', asked)
  expect(problem).toMatchObject({ code: 'image-elsewhere', params: { backend: 'far', backends: 'local' } })
  expect((await alice.containers()).map(({ name }) => name)).not.toContain('there')
})
