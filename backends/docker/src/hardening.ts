import { stat } from 'node:fs/promises'
import type Docker from 'dockerode'
import type { HardeningCheck } from '@berth/contract'
import type { DockerContext } from './context.ts'
import type { EngineInfo } from './engine/engine-facts.ts'
import { probeFirewall } from './firewall.ts'
import { labels } from './translate/names.ts'

/** What the checks are made from; pure, so that each can be tested. */
export interface HardeningFacts {
  readonly info: EngineInfo
  /** The socket's mode bits; undefined where the daemon is asked over TCP. */
  readonly socketMode: number | undefined
  readonly protocol: string
  /** Whether networks are kept apart; undefined: cannot be told from here. */
  readonly apart: boolean | undefined
  /** The storage holds containers to a size, of so many bytes. */
  readonly storageLimited: boolean
  readonly diskLimit: number
}

/** The protections that lending leans on, as this daemon has them. */
export function hardeningChecks(facts: HardeningFacts): HardeningCheck[] {
  const { info, socketMode, protocol, apart } = facts
  const options = info.SecurityOptions ?? []
  const has = (name: string): boolean => options.some((option) => option.split(',').includes(`name=${name}`))
  return [
    check(
      'user-namespaces',
      has('userns') || has('rootless'),
      true,
      'userns-remap is off: root in a container is root of the host. Set "userns-remap": "default" in daemon.json.',
    ),
    check(
      'seccomp',
      has('seccomp') && !options.some((o) => o.includes('profile=unconfined')),
      true,
      'The daemon runs containers without a seccomp profile.',
    ),
    check(
      'cgroup-limits',
      info.MemoryLimit === true && info.PidsLimit !== false && info.CpuCfsQuota !== false,
      true,
      'The kernel or the daemon cannot limit memory, CPU or processes.',
    ),
    check(
      'socket-private',
      socketMode === undefined ? protocol === 'https' || protocol === 'ssh' : (socketMode & 0o006) === 0,
      true,
      'Others than root and its group can reach the Docker API: through the socket’s mode, or over TCP without TLS.',
    ),
    check(
      'inter-container-isolation',
      apart === true,
      apart !== undefined,
      apart === undefined
        ? 'Unknown: the agent cannot see the firewall of the daemon’s host from where it runs.'
        : 'Nothing keeps the networks apart: the daemon was started with "iptables": false, or its rules were removed.',
    ),
    check(
      'disk-limit',
      facts.storageLimited,
      false,
      `Watched: a container that keeps more than ${facts.diskLimit / 2 ** 30} GiB is stopped, within a minute. The storage itself limits with overlay2 on XFS (mounted with pquota), btrfs and zfs.`,
    ),
  ]
}

const check = (
  name: HardeningCheck['name'],
  passed: boolean,
  required: boolean,
  detail: string,
): HardeningCheck => (passed ? { name, passed, required } : { name, passed, required, detail })

/** Looks at the socket, the firewall and the daemon's words. */
export async function gatherHardening(context: DockerContext, info: EngineInfo): Promise<HardeningFacts> {
  const { docker, engine, local, settings } = context
  const modem = docker.modem as { socketPath?: unknown; protocol?: unknown }
  return {
    info,
    socketMode: local ? await modeOf(modem.socketPath as string) : undefined,
    protocol: typeof modem.protocol === 'string' ? modem.protocol : 'http',
    apart: await networksApart(context),
    storageLimited: await engine.limitsStorage(),
    diskLimit: settings.disk.limit,
  }
}

/** Docker keeps networks apart by its firewall; Podman those that say so, which it tells with netavark and not with CNI. */
async function networksApart({
  docker,
  engine,
  local,
  instance,
}: DockerContext): Promise<boolean | undefined> {
  const networks = await docker.listNetworks()
  const ours = networks.filter(({ Labels }) => Labels?.[labels.instance] === instance)
  if (!(await engine.separatesNetworks()))
    return ours.every(({ Options }) => (Options as Options)?.['isolate'] === 'true') ? true : undefined
  return local ? probeFirewall((ours.length > 0 ? ours : networks).map(bridgeOf)) : undefined
}

type Options = Readonly<Record<string, string>> | null | undefined

/** The name of a network's bridge on its host. */
const bridgeOf = ({ Id, Options }: Docker.NetworkInspectInfo): string =>
  (Options as Options)?.['com.docker.network.bridge.name'] ?? `br-${Id.slice(0, 12)}`

async function modeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mode
  } catch {
    return undefined
  }
}
