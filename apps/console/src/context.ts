import type { Session } from '@berth/contract'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { OpenStreams } from './accounts/open-streams.ts'
import type { Directory } from './accounts/ldap/directory.ts'
import type { AuditLog } from './audit/audit-log.ts'
import type { Database } from './database/connect.ts'
import type { Notifications } from './database/notify.ts'
import type { Secrets } from './secrets/secrets.ts'
import type { Settings } from './settings/settings.ts'

export type Warning = Session['warnings'][number]

/** Something that several parts contribute to and one reads. */
export interface Contributions<T> {
  /** Adds a source, asked anew at each reading. */
  add(source: () => T | Promise<T>): void
  /** What all sources say now, in the order of their adding. A source that throws makes this throw. */
  read(): Promise<T[]>
}

/** One part that must be up to lend; `detail` says what is wrong, in a word or two, without secrets. */
export interface ReadinessCheck {
  readonly name: string
  readonly ready: boolean
  readonly detail?: string
}

/**
 * What every part of the console is given; made once a process by `createContext`, ended by `closeContext`.
 *
 * - `database` (Drizzle) over `pool`; `notify` for LISTEN and NOTIFY between replicas.
 * - `secrets` seals what is stored encrypted. `audit.record` keeps an entry (routes do so by themselves).
 * - `warnings`: what every administrator's page shows. Parts add sources; the session route reads.
 * - `readiness`: what `/readyz` asks. Parts add sources.
 * - `metrics`: what `/metrics` tells. Parts register their own.
 */
export interface Context {
  readonly settings: Settings
  readonly database: Database
  readonly pool: Pool
  readonly notify: Notifications
  readonly secrets: Secrets
  readonly log: Logger
  readonly audit: AuditLog
  readonly streams: OpenStreams
  /** Null where accounts are local. */
  readonly directory: Directory | null
  readonly warnings: Contributions<readonly Warning[]>
  readonly readiness: Contributions<ReadinessCheck>
  readonly metrics: Registry
}
