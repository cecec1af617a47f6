import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { describeBackend } from '@berth/backend/conformance'
import { buildFor } from '../../../test/src/fixtures/build-for.ts'
import { useDocker } from '../../../test/src/fixtures/docker.ts'
import { createDockerBackend, defaultSettings } from './index.ts'
import { removeLent } from '../../../test/src/fixtures/remove-lent.ts'
import { startRegistry } from '../../../test/src/fixtures/registry.ts'
import { commandImage } from '../../../test/src/fixtures/command-image.ts'
import { publishedImage, removePublished } from '../../../test/src/fixtures/published-image.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

describeBackend('Docker', async () => {
  const daemon = await useDocker()
  const registry = await startRegistry()
  const instances = [randomUUID().slice(0, 12), randomUUID().slice(0, 12)]
  const [backend, other] = instances.map((instance) =>
    createDockerBackend({
      socketPath: daemon.socketPath,
      instance,
      settings: defaultSettings(tmpdir()),
      log: silent,
    }),
  )
  const exits = await commandImage(daemon.docker, daemon.images.busybox, 'exits', ['sh', '-c', 'exit 7'])
  return {
    backend: backend!,
    other: other!,
    images: {
      shell: `docker.io/${daemon.images.busybox}`,
      exits: `docker.io/${exits}`,
      noShell: `docker.io/${daemon.images.bare}`,
      absent: '127.0.0.1:9/nobody/nothing:1',
    },
    pulls: {
      fresh: () => publishedImage(daemon.docker, registry, 4 * 1024 ** 2),
      slow: () => publishedImage(daemon.docker, registry, 96 * 1024 ** 2),
    },
    makeOwn: async (account) => {
      const reference = `berth.internal/${account}/kept:${randomUUID()}`
      await buildFor(daemon, instances[0]!, account, reference)
      return reference
    },
    close: async () => {
      await Promise.all([backend!.close(), other!.close()])
      for (const instance of instances) await removeLent(daemon.docker, instance)
      await removePublished(daemon.docker, registry)
      await registry.stop()
      await daemon.stop()
    },
  }
})
