import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { publicHosts } from '@berth/backend'
import type { BuildLimits } from '@berth/contract'

/** How the Docker agent lends. Everything has a default but nothing here is a secret. */
export interface DockerSettings {
  /** Host ports that guest ports may be given; undefined: the daemon's ephemeral range. */
  readonly hostPorts: PortRange | undefined
  /** Host name or address at which host ports are reached; null: wherever the console is reached. */
  readonly address: string | null
  /** Ranges (CIDR, IPv4) that the accounts' networks are cut from. */
  readonly subnets: readonly string[]
  /** Prefix length of one account's network: 26 is 61 containers. */
  readonly subnetSize: number
  /** Creations and starts at a time: keeps a burst from starving the daemon of memory and file handles. */
  readonly concurrency: number
  /** Where uploads wait that cannot go straight into the container. */
  readonly spoolFolder: string
  readonly disk: DiskSettings
  /** Open files a process may have; Podman wants it said, and takes no more than its own. */
  readonly openFiles: number
  /** Milliseconds that a tool of the image's may take which Berth runs in the container: to list a folder, to rename 500 files. */
  readonly toolDeadline: number
  /** Builds at a time. */
  readonly builds: number
  /** What one build may take. */
  readonly buildLimits: BuildLimits
  /** Where base images are pulled from: HOST or HOST:PORT, whatever its address, and `public` for all public ones. */
  readonly buildRegistries: readonly string[]
  readonly singularity: SingularitySettings
}

/** What a container may keep on the daemon's disk. */
interface DiskSettings {
  /** Bytes, of its own files and its unnamed volumes'. */
  readonly limit: number
  /** How often it is looked whether the disk is filling. */
  readonly everyMs: number
}

/** How images become SIF files. */
export interface SingularitySettings {
  /** Where finished files are kept and new ones made; the agent's own. */
  readonly folder: string
  /** Bytes that finished files may take. */
  readonly cacheSize: number
  /** What makes them: squashfs-tools as the image streams by, or `apptainer build`. */
  readonly maker: 'mksquashfs' | 'apptainer'
}

export interface PortRange {
  readonly from: number
  readonly to: number
}

/** What the verbs tell of: a pino logger fits. */
export interface Log {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** 10.64.0.0/11: 4,096 networks, each with room for 509 containers, away from Docker's and Kubernetes' own defaults (172.17–31, 10.96, 10.244). */
export const defaultSettings = (spoolFolder: string): DockerSettings => ({
  hostPorts: undefined,
  address: null,
  subnets: ['10.64.0.0/11'],
  subnetSize: 23,
  concurrency: 16,
  spoolFolder,
  disk: { limit: 20 * 1024 ** 3, everyMs: 60_000 },
  openFiles: 16_384,
  toolDeadline: 60_000,
  // A build may take two processors, and rather waits than makes those of others slow.
  builds: Math.max(2, Math.floor(availableParallelism() / 2)),
  // Enough for a machine-learning image on a department's server; a build is one person's.
  buildLimits: { memory: 4 * 1024 ** 3, cpus: 2, pids: 1_024, disk: 20 * 1024 ** 3, seconds: 3_600 },
  buildRegistries: [publicHosts],
  singularity: {
    folder: join(spoolFolder, 'berth-singularity'),
    cacheSize: 20 * 1024 ** 3,
    maker: 'mksquashfs',
  },
})
