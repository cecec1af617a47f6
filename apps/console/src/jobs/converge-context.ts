import type { Pool } from 'pg'
import type { Backends } from '../backends/backends.ts'
import type { InstallationRegistry } from '../registries/installation-registry.ts'
import type { Rush } from './rush.ts'
import type { Secrets } from '../secrets/secrets.ts'

/** What a converge works with. */
export interface ConvergeContext {
  readonly pool: Pool
  /** For what must not be lost even with PostgreSQL's machine: where a container was begun. */
  readonly durable: Pool
  readonly backends: Backends
  readonly secrets: Secrets
  readonly registry: InstallationRegistry | null
  /** Whom to answer first. */
  readonly rush: Rush
  /** This replica's name, under which it claims containers. */
  readonly replica: string
}
