import { chmod, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type Docker from 'dockerode'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildBerthImage } from '../fixtures/berth-image.ts'
import { until } from '../fixtures/child.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { execIn } from '../fixtures/exec-in.ts'
import { agentKubeconfig } from '../fixtures/kubernetes-agent.ts'
import { useKubernetes } from '../fixtures/kubernetes.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

let folder: string
let machine: TestDocker
let container: Docker.Container | undefined

beforeAll(async () => {
  folder = await temporaryFolder('berth-image')
  machine = await useDocker()
})
afterAll(async () => {
  await container?.remove({ force: true })
  await machine.stop()
  await rm(folder, { recursive: true })
})

/** Asks the agent in its own container, as nothing of it is published. */
const askInfo = `require('node:http').get({ socketPath: '/var/tmp/agent.sock', path: '/v1/info', headers: {
  authorization: 'Bearer ' + process.env.BERTH_AGENT_TOKEN } }, (answer) => answer.pipe(process.stdout))`

it('runs the Kubernetes agent as deploy/kubernetes has it: not as root, nothing written but to /var/tmp', async () => {
  const image = await buildBerthImage(machine)
  const kubeconfig = await agentKubeconfig(await useKubernetes(), join(folder, 'agent.conf'))
  await chmod(kubeconfig, 0o644)
  container = await machine.docker.createContainer({
    Image: image,
    Entrypoint: ['berth', 'agent', 'kubernetes'],
    Env: [
      'BERTH_INSTANCE=image',
      'BERTH_AGENT_SOCKET=/var/tmp/agent.sock',
      'BERTH_AGENT_TOKEN=a-token-for-the-agent-of-the-cluster',
      'KUBECONFIG=/run/agent.conf',
    ],
    HostConfig: {
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Tmpfs: { '/var/tmp': 'mode=1777' },
      Binds: [`${kubeconfig}:/run/agent.conf:ro`],
    },
  })
  await container.start()
  const inside = (...command: string[]) => execIn(machine.docker, container?.id ?? '', command)
  const info = async () => (await inside('node', '-e', askInfo)).output
  await until(
    () => 'the agent serves, and reaches the cluster',
    async () => (await info()).includes('"runtimeReachable":true'),
  )
  expect(JSON.parse(await info())).toMatchObject({ kind: 'kubernetes', instance: 'image' })
  expect((await inside('node', '-p', 'process.getuid()')).output.trim()).toBe('1000')
  expect((await inside('sh', '-c', 'echo > /opt/berth/package.json')).exitCode).not.toBe(0)
})
