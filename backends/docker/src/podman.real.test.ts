import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { describeBackend } from '@berth/backend/conformance'
import { buildFor } from '../../../test/src/fixtures/build-for.ts'
import { startPodman } from '../../../test/src/fixtures/podman.ts'
import { commandImage } from '../test/docker-support.ts'
import { createDockerBackend, defaultSettings } from './index.ts'

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

describeBackend('Podman', makeSubject, { only: 'called directly' })
