import { readProcessSettings, type Environment, type Fault, type ProcessSettings } from '@berth/backend'
import type { BuildLimits } from '@berth/contract'
import { parseSubnet } from './subnets.ts'
import type { DockerSettings, PortRange, SingularitySettings } from './settings.ts'
import { defaultSettings } from './settings.ts'

/** How the agent's process runs, from its environment. */
export interface AgentSettings extends ProcessSettings {
  /** Undefined: what DOCKER_HOST names. */
  readonly dockerSocket: string | undefined
  readonly docker: DockerSettings
  readonly pidFile: string | undefined
}

/** Reads and checks the whole environment. Gives the settings, or every fault in it. */
export function readAgentSettings(
  environment: Environment,
): { settings: AgentSettings } | { faults: readonly string[] } {
  const faults: string[] = []
  const fault: Fault = (line) => void faults.push(line)
  const settings: AgentSettings = {
    ...readProcessSettings(environment, fault),
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

function readDocker(environment: Environment, fault: Fault): DockerSettings {
  const defaults = defaultSettings(environment['BERTH_AGENT_SPOOL'] ?? '/var/tmp')
  const subnets = wordsOf(environment['BERTH_SUBNETS']) ?? defaults.subnets
  for (const subnet of subnets)
    if ((parseSubnet(subnet)?.size ?? 0) < 2 ** (32 - defaults.subnetSize))
      fault(
        `BERTH_SUBNETS has something that is no IPv4 network of /${defaults.subnetSize} or wider: ${subnet}`,
      )
  const builds = environment['BERTH_AGENT_BUILDS']
  if (builds !== undefined && !/^[1-9]\d{0,2}$/.test(builds))
    fault(`BERTH_AGENT_BUILDS is not a number from 1 to 999: ${builds}`)
  const disk = environment['BERTH_AGENT_DISK_GIB']
  if (disk !== undefined && !/^[1-9]\d{0,5}$/.test(disk))
    fault(`BERTH_AGENT_DISK_GIB is not a number of GiB from 1: ${disk}`)
  return {
    ...defaults,
    disk: { ...defaults.disk, ...(disk === undefined ? {} : { limit: Number(disk) * 1024 ** 3 }) },
    builds: builds === undefined ? defaults.builds : Number(builds),
    buildLimits: readBuildLimits(environment, defaults.buildLimits, fault),
    buildRegistries: wordsOf(environment['BERTH_AGENT_BUILD_REGISTRIES']) ?? defaults.buildRegistries,
    singularity: readSingularity(environment, defaults.singularity, fault),
    subnets,
    hostPorts: readPorts(environment['BERTH_HOST_PORTS'], fault),
    address: environment['BERTH_ADDRESS'] ?? null,
  }
}

const wordsOf = (text: string | undefined): string[] | undefined =>
  text?.split(/[\s,]+/).filter((one) => one !== '')

function readBuildLimits(environment: Environment, defaults: BuildLimits, fault: Fault): BuildLimits {
  const read = (name: string, form: RegExp, words: string): number | undefined => {
    const text = environment[name]
    if (text === undefined) return undefined
    const match = form.exec(text)
    const value = Number(match?.[1]) * unitOf(match?.[2])
    if (match === null || value <= 0) fault(`${name} is not ${words}: ${text}`)
    return value
  }
  const size = /^(\d{1,6})([mg])(?:i?b)?$/i
  const sizeWords = 'a size such as 512m or 4g'
  const minutes = read('BERTH_AGENT_BUILD_MINUTES', /^(\d{1,5})$/, 'a number of minutes')
  return {
    ...defaults,
    memory: read('BERTH_AGENT_BUILD_MEMORY', size, sizeWords) ?? defaults.memory,
    disk: read('BERTH_AGENT_BUILD_DISK', size, sizeWords) ?? defaults.disk,
    cpus: read('BERTH_AGENT_BUILD_CPUS', /^(\d{1,4}(?:\.\d+)?)$/, 'a number of CPUs') ?? defaults.cpus,
    seconds: minutes === undefined ? defaults.seconds : minutes * 60,
  }
}

const unitOf = (unit = ''): number => ({ g: 1024 ** 3, m: 1024 ** 2 })[unit.toLowerCase()] ?? 1

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
