import type { ContainerCreateOptions, HostConfig } from 'dockerode'
import { guestCapabilities } from '@berth/backend/guest'
import type { ContainerSpec } from '@berth/contract'
import type { DockerSettings } from '../settings.ts'
import { containerName, labels, networkName } from './names.ts'

export interface CreateFacts {
  readonly instance: string
  /** The runtime raises limits that it is not told (Podman). */
  readonly allUlimits: boolean
  /** Bytes that the storage holds it to, where it can. */
  readonly storageSize?: number | undefined
}

/** Of one user over all containers, so far more than one of them has by its own limit. */
const processesOfUser = 16_384

/**
 * Docker's create body for a container. No init in front of it: that would start and then
 * fail where a command is not there, which Docker itself refuses to start.
 */
export function createBody(
  spec: ContainerSpec,
  settings: DockerSettings,
  { instance, allUlimits, storageSize }: CreateFacts,
): ContainerCreateOptions {
  const network = networkName(spec.account, instance)
  return {
    name: containerName(spec.name, spec.account, instance),
    Hostname: spec.name,
    Image: spec.image,
    Env: [...spec.environments],
    ...(spec.command === undefined ? {} : { Cmd: [...spec.command] }),
    Tty: hasTerminal(spec.command),
    OpenStdin: true,
    Labels: {
      [labels.instance]: instance,
      [labels.account]: spec.account,
      [labels.container]: spec.id,
      [labels.name]: spec.name,
      [labels.image]: spec.image,
      // Always, as all of them: what is not set here comes from the image, and that is its maker's to say.
      [labels.gpus]: String(spec.limits.gpus),
    },
    ExposedPorts: Object.fromEntries(spec.guestPorts.map((port) => [`${port}/tcp`, {}])),
    HostConfig: {
      NetworkMode: network,
      ...hostConfig(spec, settings, allUlimits),
      ...(storageSize === undefined ? {} : { StorageOpt: { size: String(storageSize) } }),
    },
    NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [spec.name] } } },
  }
}

/**
 * A shell or another dialogue gets a terminal, so that it keeps running and can be attached to: the image's own
 * command may be one, and so may a bare program. A command with arguments is a program to be run, whose output and
 * errors are kept apart. Input is open for all.
 */
const hasTerminal = (command: readonly string[] | undefined): boolean => (command?.length ?? 0) <= 1

function hostConfig(spec: ContainerSpec, settings: DockerSettings, allUlimits: boolean): HostConfig {
  const { hostPorts, openFiles } = settings
  const hostPort = hostPorts === undefined ? '' : `${hostPorts.from}-${hostPorts.to}`
  const { memory, cpus, pids, gpus } = spec.limits
  return {
    Privileged: false,
    CapDrop: ['ALL'],
    CapAdd: [...guestCapabilities],
    PublishAllPorts: false,
    PortBindings: Object.fromEntries(
      spec.guestPorts.map((port) => [`${port}/tcp`, [{ HostIp: '', HostPort: hostPort }]]),
    ),
    Memory: memory,
    MemorySwap: memory,
    NanoCpus: Math.round(cpus * 1e9),
    PidsLimit: pids,
    Ulimits: [
      { Name: 'nofile', Soft: openFiles, Hard: openFiles },
      ...(allUlimits ? [{ Name: 'nproc', Soft: processesOfUser, Hard: processesOfUser }] : []),
    ],
    LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
    RestartPolicy: { Name: 'no' },
    ...(gpus > 0 ? { DeviceRequests: [{ Driver: '', Count: gpus, Capabilities: [['gpu']] }] } : {}),
  }
}
