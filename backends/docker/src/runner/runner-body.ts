import { dirname } from 'node:path'
import type { ContainerCreateOptions } from 'dockerode'
import type { RunnerSpec } from '@berth/contract'
import type { DockerSettings } from '../settings.ts'
import { createBody, type CreateFacts } from '../translate/container-spec.ts'
import { labels, runnerName } from '../translate/names.ts'
import { endpointFolder } from './runner-config.ts'

/** Enough to clone a repository and send it; what a build takes is the build's own. */
const limits = { memory: 1024 ** 3, cpus: 1, pids: 512, gpus: 0 }

/**
 * Docker's create body for an account's runner: a container just as that account's others are, on its network, with
 * its build endpoint's folder beside it. The folder is read-only: a socket works, and nothing in it can be exchanged
 * for a link that the agent would follow.
 */
export function runnerBody(
  account: string,
  { id, image }: Pick<RunnerSpec, 'id' | 'image'>,
  socketPath: string,
  settings: DockerSettings,
  facts: CreateFacts,
): ContainerCreateOptions {
  const spec = { id, account, name: 'gitlab-runner', image, environments: [], guestPorts: [], limits }
  const body = createBody(spec, settings, facts)
  return {
    ...body,
    name: runnerName(account, facts.instance),
    Env: [`DOCKER_HOST=unix://${endpointFolder}/docker.sock`, 'DOCKER_BUILDKIT=0'],
    Tty: false,
    OpenStdin: false,
    Labels: { [labels.instance]: facts.instance, [labels.account]: account, [labels.runner]: id },
    HostConfig: {
      ...body.HostConfig,
      Binds: [`${dirname(socketPath)}:${endpointFolder}:ro`],
      RestartPolicy: { Name: 'unless-stopped' },
    },
  }
}
