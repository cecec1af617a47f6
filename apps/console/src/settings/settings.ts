import type { Limits } from '@berth/contract'
import type { Quota } from '@berth/lending'

export interface BackendSetting {
  readonly name: string
  readonly url: string
  readonly token: string
  /** PEM. */
  readonly ca: string | undefined
  readonly allowUnhardened: boolean
}

export interface LdapSettings {
  readonly urls: readonly string[]
  readonly startTls: boolean
  readonly insecure: boolean
  /** PEM. */
  readonly ca: string | undefined
  readonly bind: { readonly dn: string; readonly password: string } | null
  readonly base: string
  readonly filter: string | undefined
  readonly uidAttribute: string
  readonly groupBase: string
  /** Distinguished names or common names of groups. */
  readonly administrators: readonly string[]
  readonly teachers: readonly string[]
  /** For connecting and for each operation. */
  readonly timeoutMilliseconds: number
}

/** Everything an operator may set, checked, with its defaults, frozen. */
export interface Settings {
  readonly listen: { readonly host: string; readonly port: number }
  /** Absolute path of the embedded installation. */
  readonly data: string
  /** Where users reach the console; undefined: at whatever address they use. */
  readonly url: string | undefined
  /** PEM. */
  readonly tls: { readonly cert: string; readonly key: string } | null
  /** From BERTH_KEY; null: the key is in the file `key` in `data`. */
  readonly key: string | null
  readonly trustedProxies: readonly string[]
  readonly sessionHours: number
  readonly adminPassword: string | undefined
  readonly metricsToken: string | undefined
  readonly logLevel: string
  /** Null: the private PostgreSQL in `data`. */
  readonly databaseUrl: string | null
  readonly limits: { readonly defaults: Limits; readonly maximum: Limits }
  /** GitLabs whose tokens accounts may give, without a slash at the end; none: no runners. `image`: what a runner runs from. */
  readonly runners: { readonly gitlabUrls: readonly string[]; readonly image: string }
  /** Where images that Berth builds are kept for all backends. `folder`: HOST/PATH, without a slash at the end. */
  readonly registry: { readonly folder: string; readonly user: string; readonly password: string } | null
  /** From where the local agent fetches repositories; no hosts: from public ones and the GitLabs. */
  readonly git: { readonly hosts: readonly string[]; readonly caFile: string | null }
  /** What a student may have in all. */
  readonly quota: Quota
  readonly hostPorts: { readonly from: number; readonly to: number } | null
  /** Under which name or address guest ports of the local backend are reached. */
  readonly address: string | null
  readonly subnets: string | null
  readonly allowUnhardened: boolean
  /** Whether this machine's Docker lends too, where no other backend is set. */
  readonly embeddedAgent: boolean
  readonly dockerSocket: string | null
  readonly ldap: LdapSettings | null
  readonly backends: readonly BackendSetting[]
}
