import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describeBackend } from '@berth/backend/conformance'
import { KubeConfig } from '@kubernetes/client-node'
import { commandImage } from '../../../test/src/fixtures/command-image.ts'
import { useDocker } from '../../../test/src/fixtures/docker.ts'
import { agentKubeconfig } from '../../../test/src/fixtures/kubernetes-agent.ts'
import { useKubernetesMetrics } from '../../../test/src/fixtures/kubernetes-metrics.ts'
import { useKubernetes } from '../../../test/src/fixtures/kubernetes.ts'
import { temporaryFolder } from '../../../test/src/fixtures/temporary-folder.ts'
import { createKubernetesBackend, defaultSettings } from './index.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

describeBackend(
  'Kubernetes',
  async () => {
    const daemon = await useDocker()
    const cluster = await useKubernetes()
    const metrics = await useKubernetesMetrics(cluster)
    const folder = await temporaryFolder('kubernetes')
    // With exactly what the shipped ClusterRole allows.
    const config = new KubeConfig()
    config.loadFromFile(await agentKubeconfig(cluster, join(folder, 'agent.conf')))
    const exits = await commandImage(daemon.docker, daemon.images.busybox, 'exits', ['sh', '-c', 'exit 7'])
    for (const image of [daemon.images.busybox, daemon.images.bare, exits])
      await cluster.loadImage(daemon.docker, image)
    const instances = [randomUUID().slice(0, 12), randomUUID().slice(0, 12)]
    const settings = defaultSettings(folder)
    const [backend, other] = instances.map((instance) =>
      createKubernetesBackend({ config, instance, settings, log: silent }),
    )
    return {
      backend: backend!,
      other: other!,
      images: {
        shell: `docker.io/${daemon.images.busybox}`,
        exits: `docker.io/${exits}`,
        noShell: `docker.io/${daemon.images.bare}`,
        absent: '127.0.0.1:9/nobody/nothing:1',
      },
      close: async () => {
        await Promise.all([backend!.close(), other!.close()])
        await cluster.administer([
          'delete',
          'namespace',
          '-l',
          `berth.instance in (${instances.join(',')})`,
          '--wait=false',
        ])
        await metrics.remove()
        await daemon.stop()
        await rm(folder, { recursive: true })
      },
    }
  },
  { only: 'over HTTP' },
)
