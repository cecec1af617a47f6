import { readFileSync } from 'node:fs'
import { parseSubnet } from './subnets.ts'
import type { DockerSettings, PortRange, SingularitySettings } from './settings.ts'
import { defaultSettings } from './settings.ts'

/** How an agent process runs, from its environment. */
export interface AgentSettings {
  readonly listen:
    | { readonly socketPath: string }
    | {
        readonly host: string
        readonly port: number
        readonly tls: { readonly cert: string; readonly key: string }
      }
  readonly token: string
  readonly instance: string
  /** Undefined: what DOCKER_HOST names. */
  readonly dockerSocket: string | undefined
  readonly docker: DockerSettings
  readonly pidFile: string | undefined
}

type Environment = Readonly<Record<string, string | undefined>>
type Fault = (line: string) => void

/** Reads and checks the whole environment. Gives the settings, or every fault in it. */
export function readAgentSettings(
  environment: Environment,
): { settings: AgentSettings } | { faults: readonly string[] } {
  const faults: string[] = []
  const fault: Fault = (line) => void faults.push(line)
  const settings: AgentSettings = {
    listen: readListen(environment, fault),
    token: readToken(environment, fault),
    instance: readInstance(environment, fault),
    dockerSocket: environment['BERTH_DOCKER_SOCKET'] ?? socketOf(environment['DOCKER_HOST']),
    docker: readDocker(environment, fault),
    pidFile: environment['BERTH_AGENT_PID'],
  }
  return faults.length > 0 ? { faults } : { settings }
}

const socketOf = (host: string | undefined): string | undefined =>
  host === undefined
    ? '/var/run/docker.sock'
    : host.startsWith('unix://')
      ? host.slice('unix://'.length)
      : undefined

function readListen(environment: Environment, fault: Fault): AgentSettings['listen'] {
  const socketPath = environment['BERTH_AGENT_SOCKET']
  const address = environment['BERTH_AGENT_LISTEN']
  if ((socketPath === undefined) === (address === undefined))
    fault('Give one of BERTH_AGENT_SOCKET (a path) and BERTH_AGENT_LISTEN (host:port)')
  if (socketPath !== undefined) return { socketPath }
  const match = /^(?:\[([^\]]+)\]|([^:]*)):(\d{1,5})$/.exec(address ?? '')
  if (address !== undefined && (match === null || Number(match[3]) > 65_535))
    fault(`BERTH_AGENT_LISTEN is not host:port: ${address}`)
  const tls = {
    cert: readNamedFile(environment, 'BERTH_AGENT_TLS_CERT', address !== undefined, fault),
    key: readNamedFile(environment, 'BERTH_AGENT_TLS_KEY', address !== undefined, fault),
  }
  return { host: match?.[1] ?? match?.[2] ?? '', port: Number(match?.[3] ?? 0), tls }
}

function readNamedFile(environment: Environment, name: string, needed: boolean, fault: Fault): string {
  const path = environment[name]
  if (path === undefined) {
    if (needed) fault(`${name} is missing: over TCP an agent is served with TLS alone`)
    return ''
  }
  try {
    return readFileSync(path, 'utf8')
  } catch {
    fault(`${name} cannot be read: ${path}`)
    return ''
  }
}

function readToken(environment: Environment, fault: Fault): string {
  const named = environment['BERTH_AGENT_TOKEN_FILE'] !== undefined
  const token = named
    ? readNamedFile(environment, 'BERTH_AGENT_TOKEN_FILE', false, fault).trim()
    : (environment['BERTH_AGENT_TOKEN'] ?? '')
  if (token.length < 22)
    fault('BERTH_AGENT_TOKEN, or the file that BERTH_AGENT_TOKEN_FILE names, must have 22 characters or more')
  return token
}

function readInstance(environment: Environment, fault: Fault): string {
  const instance = environment['BERTH_INSTANCE'] ?? ''
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(instance))
    fault('BERTH_INSTANCE must be 1 to 63 lower-case letters, digits and hyphens')
  return instance
}

function readDocker(environment: Environment, fault: Fault): DockerSettings {
  const defaults = defaultSettings(environment['BERTH_AGENT_SPOOL'] ?? '/var/tmp')
  const subnets =
    environment['BERTH_SUBNETS']?.split(/[\s,]+/).filter((one) => one !== '') ?? defaults.subnets
  for (const subnet of subnets)
    if ((parseSubnet(subnet)?.size ?? 0) < 2 ** (32 - defaults.subnetSize))
      fault(
        `BERTH_SUBNETS has something that is no IPv4 network of /${defaults.subnetSize} or wider: ${subnet}`,
      )
  return {
    ...defaults,
    singularity: readSingularity(environment, defaults.singularity, fault),
    subnets,
    hostPorts: readPorts(environment['BERTH_HOST_PORTS'], fault),
    address: environment['BERTH_ADDRESS'] ?? null,
  }
}

function readSingularity(
  environment: Environment,
  defaults: SingularitySettings,
  fault: Fault,
): SingularitySettings {
  const maker = environment['BERTH_AGENT_SINGULARITY'] ?? defaults.maker
  if (maker !== 'mksquashfs' && maker !== 'apptainer')
    fault(`BERTH_AGENT_SINGULARITY is neither mksquashfs nor apptainer: ${maker}`)
  const size = environment['BERTH_AGENT_SINGULARITY_CACHE_GIB']
  if (size !== undefined && !/^[1-9]\d{0,5}$/.test(size))
    fault(`BERTH_AGENT_SINGULARITY_CACHE_GIB is not a number of GiB from 1: ${size}`)
  // One folder an instance: several agents may have the same spool.
  const folder = `${defaults.folder}-${environment['BERTH_INSTANCE'] ?? ''}`
  return {
    folder: environment['BERTH_AGENT_SINGULARITY_FOLDER'] ?? folder,
    cacheSize: size === undefined ? defaults.cacheSize : Number(size) * 1024 ** 3,
    maker: maker === 'apptainer' ? maker : 'mksquashfs',
  }
}

function readPorts(text: string | undefined, fault: Fault): PortRange | undefined {
  if (text === undefined || text === '') return undefined
  const match = /^(\d{1,5})-(\d{1,5})$/.exec(text)
  const range = { from: Number(match?.[1]), to: Number(match?.[2]) }
  if (match === null || range.from < 1 || range.to > 65_535 || range.from > range.to)
    fault(`BERTH_HOST_PORTS is not a range such as 30000-32767: ${text}`)
  return range
}
