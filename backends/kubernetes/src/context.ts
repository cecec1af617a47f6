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
  /** Accounts whose namespace was made by this process and not removed since. */
  readonly tenants: Set<string>
  /** Accounts whose logins this process put down, as before every creation: what they are, since when. */
  readonly logins: Map<string, { readonly digest: string; readonly changedMs: number }>
}
