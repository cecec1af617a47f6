import type { Actor } from '@berth/lending'

/** An authenticated actor, and by what it was recognised. */
export interface Caller extends Actor {
  readonly displayName: string
  readonly source: 'local' | 'ldap'
  readonly by:
    | { readonly kind: 'session'; readonly hash: Buffer; readonly expiresAt: Date }
    | { readonly kind: 'token'; readonly id: string }
}
