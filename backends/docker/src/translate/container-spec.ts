import type { ContainerCreateOptions, HostConfig } from 'dockerode'
import type { ContainerSpec } from '@berth/contract'
import type { DockerSettings } from '../settings.ts'
import { containerName, labels, networkName } from './names.ts'

/** What root in a container may do: enough for apt, sudo and ordinary servers; no raw sockets, no devices. */
const capabilities = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'NET_BIND_SERVICE',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
] as const

export interface CreateFacts {
  readonly instance: string
  /** The daemon has an init to reap what the main process leaves behind. */
  readonly init: boolean
}

/**
 * Docker's create body for a container. The main process has a terminal and an open input, so that an image
 * whose command is a shell keeps running and can be attached to.
 */
export function createBody(
  spec: ContainerSpec,
  settings: DockerSettings,
  facts: CreateFacts,
): ContainerCreateOptions {
  const network = networkName(spec.account, facts.instance)
  return {
    name: containerName(spec.name, spec.account, facts.instance),
    Hostname: spec.name,
    Image: spec.image,
    Env: [...spec.environments],
    ...(spec.command === undefined ? {} : { Cmd: [...spec.command] }),
    Tty: true,
    OpenStdin: true,
    Labels: {
      [labels.instance]: facts.instance,
      [labels.account]: spec.account,
      [labels.container]: spec.id,
      [labels.name]: spec.name,
      [labels.image]: spec.image,
      ...(spec.limits.gpus > 0 ? { [labels.gpus]: String(spec.limits.gpus) } : {}),
    },
    ExposedPorts: Object.fromEntries(spec.guestPorts.map((port) => [`${port}/tcp`, {}])),
    HostConfig: { NetworkMode: network, ...hostConfig(spec, settings, facts.init) },
    NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [spec.name] } } },
  }
}

function hostConfig(spec: ContainerSpec, settings: DockerSettings, init: boolean): HostConfig {
  const { hostPorts, openFiles } = settings
  const hostPort = hostPorts === undefined ? '' : `${hostPorts.from}-${hostPorts.to}`
  const { memory, cpus, pids, gpus } = spec.limits
  return {
    Privileged: false,
    CapDrop: ['ALL'],
    CapAdd: [...capabilities],
    PublishAllPorts: false,
    PortBindings: Object.fromEntries(
      spec.guestPorts.map((port) => [`${port}/tcp`, [{ HostIp: '', HostPort: hostPort }]]),
    ),
    Memory: memory,
    MemorySwap: memory,
    NanoCpus: Math.round(cpus * 1e9),
    PidsLimit: pids,
    Ulimits: [{ Name: 'nofile', Soft: openFiles, Hard: openFiles }],
    LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
    RestartPolicy: { Name: 'no' },
    ...(init ? { Init: true } : {}),
    ...(gpus > 0 ? { DeviceRequests: [{ Driver: '', Count: gpus, Capabilities: [['gpu']] }] } : {}),
  }
}
