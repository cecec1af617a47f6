import { freeBytes } from '@berth/backend/guest'
import type Docker from 'dockerode'

/** What `docker info` says, as far as it is read here. */
export interface EngineInfo {
  readonly ServerVersion?: string
  readonly SecurityOptions?: readonly string[] | null
  readonly Runtimes?: Readonly<Record<string, unknown>>
  readonly DockerRootDir?: string
  readonly NCPU?: number
  readonly MemTotal?: number
  readonly MemoryLimit?: boolean
  readonly PidsLimit?: boolean
  readonly CpuCfsQuota?: boolean
  readonly ContainersRunning?: number
  readonly Warnings?: readonly string[] | null
}

/** What does not change while a daemon runs, asked once. */
export interface EngineFacts {
  /** Fresh from the daemon. */
  info(): Promise<EngineInfo>
  /** It is Podman's service: it raises limits that are not given to its own defaults, which it may not be allowed to. */
  wantsAllUlimits(): Promise<boolean>
  /** Images may be built for others than its owner: Podman's builder is another than the one our rules were tried on. */
  hasJudgedBuilder(): Promise<boolean>
  /** A pull by digest takes what somebody else has pulled, unasked: Docker does, Podman asks the registry. */
  pullsFromCache(): Promise<boolean>
  /** Bytes free where the daemon keeps its data; null where that is not this machine's to see. */
  diskFree(): Promise<number | null>
  /** The daemon was restarted: it may be another. */
  forget(): void
}

export function createEngineFacts(docker: Docker, local: boolean): EngineFacts {
  let kept: Promise<EngineInfo> | undefined
  const info = (): Promise<EngineInfo> => {
    const asked = docker.info() as Promise<EngineInfo>
    kept = asked
    asked.catch(() => {
      if (kept === asked) kept = undefined
    })
    return asked
  }
  let podman: Promise<boolean> | undefined
  const isPodman = async (): Promise<boolean> => {
    const { Components } = (await docker.version()) as { Components?: readonly { Name: string }[] }
    return (Components ?? []).some(({ Name }) => Name === 'Podman Engine')
  }
  const askedOnce = (): Promise<boolean> => {
    podman ??= isPodman()
    podman.catch(() => (podman = undefined))
    return podman
  }
  return {
    info,
    wantsAllUlimits: askedOnce,
    hasJudgedBuilder: async () => !(await askedOnce()),
    pullsFromCache: async () => !(await askedOnce()),
    diskFree: async () => {
      const { DockerRootDir } = await (kept ?? info())
      return local && DockerRootDir !== undefined ? freeBytes(DockerRootDir) : null
    },
    forget: () => {
      kept = undefined
      podman = undefined
    },
  }
}
