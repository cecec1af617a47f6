import type Docker from 'dockerode'
import type { EngineFacts } from './engine/engine-facts.ts'
import type { EventHub } from './events/event-hub.ts'
import type { ImageLayers } from './image-layers.ts'
import type { KnownContainers } from './known-containers.ts'
import type { KeyedLock } from './keyed-lock.ts'
import type { Semaphore } from './semaphore.ts'
import type { SifFiles } from './singularity/sif-files.ts'
import type { DockerSettings, Log } from './settings.ts'
import type { Networks } from './networks.ts'

/** What every verb works with. */
export interface DockerContext {
  readonly docker: Docker
  /** The daemon's files and processes are this machine's. */
  readonly local: boolean
  readonly instance: string
  readonly settings: DockerSettings
  readonly log: Log
  readonly known: KnownContainers
  readonly networks: Networks
  readonly engine: EngineFacts
  readonly events: EventHub
  /** One change at a time for a container. */
  readonly changes: KeyedLock
  /** How many creations and starts run side by side. */
  readonly starts: Semaphore
  readonly sifFiles: SifFiles
  readonly imageLayers: ImageLayers
  /** Repositories of which something was pulled with a login: what lies here of them is nobody's for the naming. */
  readonly closedRepositories: Set<string>
}
