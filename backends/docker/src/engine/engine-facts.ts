import { freeBytes } from '@berth/backend/guest'
import type Docker from 'dockerode'
import { daemonFolder } from './daemon-folder.ts'

/** What `docker info` says, as far as it is read here. */
export interface EngineInfo {
  readonly ServerVersion?: string
  readonly Driver?: string
  readonly DriverStatus?: readonly (readonly [string, string])[] | null
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
  /** Its events tell of every signal to a container: Podman is silent of those that a stop sends. */
  tellsKills(): Promise<boolean>
  /** Networks are kept apart unasked: Docker's are, Podman's where each of them says so. */
  separatesNetworks(): Promise<boolean>
  /** Its storage holds a container to a size, as far as it tells: `storageRefused` corrects it. */
  limitsStorage(): Promise<boolean>
  /** The daemon refused to hold a container to a size. */
  storageRefused(): void
  /** Bytes free where the daemon keeps its data; null where that is not this machine's to see. */
  diskFree(): Promise<number | null>
  /** A path below the daemon's data as this process sees it; undefined where it does not. */
  seenPath(path: string): Promise<string | undefined>
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
  let refused = false
  let folder: Promise<string | undefined> | undefined
  const askedOnce = (): Promise<boolean> => {
    podman ??= isPodman(docker)
    podman.catch(() => (podman = undefined))
    return podman
  }
  const seenPath = async (path: string): Promise<string | undefined> => {
    const { DockerRootDir } = await (kept ?? info())
    if (!local || DockerRootDir === undefined || !path.startsWith(DockerRootDir)) return undefined
    folder ??= daemonFolder(DockerRootDir)
    const found = await folder
    return found === undefined ? undefined : found + path.slice(DockerRootDir.length)
  }
  return {
    info,
    wantsAllUlimits: askedOnce,
    hasJudgedBuilder: async () => !(await askedOnce()),
    pullsFromCache: async () => !(await askedOnce()),
    tellsKills: async () => !(await askedOnce()),
    separatesNetworks: async () => !(await askedOnce()),
    limitsStorage: async () => !refused && mayLimitStorage(await (kept ?? info())) && !(await askedOnce()),
    storageRefused: () => {
      refused = true
    },
    diskFree: async () => {
      const { DockerRootDir } = await (kept ?? info())
      const seen = DockerRootDir === undefined ? undefined : await seenPath(DockerRootDir)
      return seen === undefined ? null : freeBytes(seen)
    },
    seenPath,
    forget: () => {
      kept = undefined
      podman = undefined
      refused = false
      folder = undefined
    },
  }
}

async function isPodman(docker: Docker): Promise<boolean> {
  const { Components } = (await docker.version()) as { Components?: readonly { Name: string }[] }
  return (Components ?? []).some(({ Name }) => Name === 'Podman Engine')
}

/**
 * Storage drivers that know `size` (docs.docker.com, `docker run --storage-opt`). Overlay2 also needs XFS mounted with
 * pquota, which shows at the first creation alone; containerd's snapshotters take it and do nothing.
 */
export function mayLimitStorage({ Driver, DriverStatus }: EngineInfo): boolean {
  const status = new Map(DriverStatus ?? [])
  if (status.has('driver-type')) return false
  return Driver === 'overlay2'
    ? status.get('Backing Filesystem') === 'xfs'
    : Driver === 'btrfs' || Driver === 'zfs'
}
