import type { Cluster } from './cluster.ts'
import type { EventHub } from './events/event-hub.ts'
import type { KeyedLock } from './keyed-lock.ts'
import type { KubernetesSettings, Log } from './settings.ts'

/** What every verb works with. */
export interface KubernetesContext {
  readonly cluster: Cluster
  readonly instance: string
  readonly settings: KubernetesSettings
  readonly log: Log
  readonly events: EventHub
  /** One change at a time for a container, and for an account's namespace. */
  readonly changes: KeyedLock
  /** Where pods have their addresses from: as last seen, and as all accounts' policies have it. */
  readonly networks: { known?: readonly string[]; applied?: readonly string[] }
  /** Accounts whose namespace was made by this process and not removed since. */
  readonly tenants: Set<string>
  /** Accounts whose logins this process put down: what they are, since when, and when it last did so. */
  readonly logins: Map<string, WrittenLogins>
}

interface WrittenLogins {
  readonly digest: string
  readonly changedMs: number
  readonly writtenMs: number
}
