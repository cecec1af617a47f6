import type { Role } from '@berth/contract'

/** A person as the directory has them. */
export interface Person {
  /** Normalised uid. */
  readonly name: string
  readonly displayName: string
  readonly role: Role
}
