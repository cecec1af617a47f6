import { stat } from 'node:fs/promises'
import type Docker from 'dockerode'
import type { HardeningCheck } from '@berth/contract'
import type { EngineInfo } from './engine/engine-facts.ts'

/** What the checks are made from; pure, so that each can be tested. */
export interface HardeningFacts {
  readonly info: EngineInfo
  /** The socket's mode bits; undefined where the daemon is asked over TCP. */
  readonly socketMode: number | undefined
  readonly protocol: string
  /** False where the daemon says that it leaves iptables alone. */
  readonly firewall: boolean
}

/** The protections that lending leans on, as this daemon has them. */
export function hardeningChecks(facts: HardeningFacts): HardeningCheck[] {
  const { info, socketMode, protocol, firewall } = facts
  const options = info.SecurityOptions ?? []
  const has = (name: string): boolean => options.some((option) => option.split(',').includes(`name=${name}`))
  const check = (
    name: HardeningCheck['name'],
    passed: boolean,
    required: boolean,
    detail: string,
  ): HardeningCheck => (passed ? { name, passed, required } : { name, passed, required, detail })
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
      firewall,
      true,
      'The daemon does not set firewall rules (iptables: false): networks are not kept apart.',
    ),
  ]
}

/** Looks at the socket and the daemon's words. */
export async function gatherHardening(docker: Docker, info: EngineInfo): Promise<HardeningFacts> {
  const modem = docker.modem as { socketPath?: unknown; host?: unknown; protocol?: unknown }
  const local = modem.host === undefined && typeof modem.socketPath === 'string'
  const socketMode = local ? await modeOf(modem.socketPath as string) : undefined
  return {
    info,
    socketMode,
    protocol: typeof modem.protocol === 'string' ? modem.protocol : 'http',
    firewall: !(info.Warnings ?? []).some((warning) => /bridge-nf-call-iptables|iptables/i.test(warning)),
  }
}

async function modeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mode
  } catch {
    return undefined
  }
}
