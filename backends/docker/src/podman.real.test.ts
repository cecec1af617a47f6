import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { describeBackend } from '@berth/backend/conformance'
import { startPodman } from '../../../test/src/fixtures/podman.ts'
import { commandImage } from '../test/docker-support.ts'
import { createDockerBackend, defaultSettings } from './index.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

const makeSubject = async () => {
  const podman = await startPodman()
  const [backend, other] = [1, 2].map(() =>
    createDockerBackend({
      socketPath: podman.socketPath,
      instance: randomUUID().slice(0, 12),
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
    close: async () => {
      await Promise.all([backend!.close(), other!.close()])
      await podman.remove()
    },
  }
}

describeBackend('Podman', makeSubject, { directly: true })
