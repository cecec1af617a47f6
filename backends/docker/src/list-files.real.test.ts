import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Backend } from '@berth/backend'
import { useDocker, type TestDocker } from '../../../test/src/fixtures/docker.ts'
import { removeLent } from '../../../test/src/fixtures/remove-lent.ts'
import { createDockerBackend, defaultSettings } from './index.ts'

const instance = `home-${randomUUID().slice(0, 8)}`
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const image = 'berth-test/home:1'

let daemon: TestDocker
let backend: Backend

beforeAll(async () => {
  daemon = await useDocker()
  const settings = defaultSettings(tmpdir())
  backend = createDockerBackend({ socketPath: daemon.socketPath, instance, settings, log: silent })
})
afterAll(async () => {
  await backend.close()
  await removeLent(daemon.docker, instance)
  await daemon.docker.getImage(image).remove({ force: true })
  await daemon.stop()
})

/** The busybox image with such settings. */
async function imageWith(changes: readonly string[]): Promise<string> {
  const container = await daemon.docker.createContainer({ Image: daemon.images.busybox })
  const [repo, tag] = image.split(':')
  await container.commit({ repo, tag, changes: changes.join('\n') })
  await container.remove()
  return `docker.io/${image}`
}

it.each([
  [['WORKDIR /www'], 'true', '/www'],
  [['WORKDIR /'], 'true', '/root'],
  [['USER nobody'], 'true', '/home'],
  [['USER 65534:0'], 'true', '/home'],
  [['USER 4242'], 'true', '/'],
  [['WORKDIR /made'], 'rmdir /made', '/'],
  [['WORKDIR /'], 'echo root:x:0:0::/www/../../etc:/bin/sh > /etc/passwd', '/'],
])('without a path, an image with %j begins (%s) in %s', async (changes, script, wanted) => {
  const id = randomUUID()
  await backend.createContainer({
    id,
    account: 'alice',
    name: 'home',
    image: await imageWith(changes),
    command: ['sh', '-c', `cd /; ${script}; sleep 1000`],
    environments: [],
    guestPorts: [],
    limits: { memory: 64 * 1024 ** 2, cpus: 0.5, pids: 32, gpus: 0 },
  })
  await expect.poll(async () => (await backend.listFiles(id)).path).toBe(wanted)
  await backend.removeContainer(id)
})
