import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { describeBackend } from '@berth/backend/conformance'
import { buildFor } from '../../../test/src/fixtures/build-for.ts'
import { startPodman } from '../../../test/src/fixtures/podman.ts'
import { commandImage } from '../../../test/src/fixtures/command-image.ts'
import { createDockerBackend, defaultSettings } from './index.ts'

const never = new AbortController().signal
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

const makeSubject = async () => {
  const podman = await startPodman()
  const instances = [randomUUID().slice(0, 12), randomUUID().slice(0, 12)]
  const [backend, other] = instances.map((instance) =>
    createDockerBackend({
      socketPath: podman.socketPath,
      instance,
      settings: defaultSettings(tmpdir()),
      log: silent,
    }),
  )
  const exits = await commandImage(podman.docker, podman.images.busybox, 'exits', ['sh', '-c', 'exit 7'])
  return {
    backend: backend!,
    other: other!,
    images: {
      shell: `docker.io/${podman.images.busybox}`,
      exits: `docker.io/${exits}`,
      noShell: `docker.io/${podman.images.bare}`,
      absent: '127.0.0.1:9/nobody/nothing:1',
    },
    makeOwn: async (account: string) => {
      const reference = `berth.internal/${account}/kept:${randomUUID()}`
      await buildFor(podman, instances[0]!, account, reference)
      return reference
    },
    close: async () => {
      await Promise.all([backend!.close(), other!.close()])
      await podman.remove()
    },
  }
}

describe('two accounts on Podman', () => {
  it('have networks that do not reach each other, and one account’s containers do', async () => {
    const podman = await startPodman()
    const instance = randomUUID().slice(0, 12)
    const settings = defaultSettings(tmpdir())
    const backend = createDockerBackend({ socketPath: podman.socketPath, instance, settings, log: silent })
    const lend = (account: string, name: string) =>
      backend.createContainer({
        id: randomUUID(),
        ...{ account, name, image: `docker.io/${podman.images.busybox}`, environments: [], guestPorts: [] },
        limits: { memory: 64 * 1024 ** 2, cpus: 0.5, pids: 32, gpus: 0 },
      })
    try {
      const [alice, mate, bob] = [await lend('alice', 'a'), await lend('alice', 'b'), await lend('bob', 'a')]
      const fetchFrom = async (runtimeId: string) => {
        const { NetworkSettings } = await podman.docker.getContainer(runtimeId).inspect()
        const { IPAddress = '' } = Object.values(NetworkSettings.Networks)[0] ?? {}
        expect(IPAddress).toMatch(/^10\./)
        const command = `printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc -w 3 ${IPAddress} 8080`
        return (await backend.execContainer(alice.id, ['sh', '-c', command], undefined, never)).stdout
      }
      expect(await fetchFrom(mate.runtimeId)).toContain('berth-test')
      expect(await fetchFrom(bob.runtimeId)).toBe('')
      const { hardening } = await backend.info()
      // With CNI, as here, Podman does not tell what its networks were made with.
      expect(hardening.find(({ name }) => name === 'inter-container-isolation')).toMatchObject({
        required: false,
      })
    } finally {
      await backend.close()
      await podman.remove()
    }
  })
})

describeBackend('Podman', makeSubject, { only: 'called directly' })
