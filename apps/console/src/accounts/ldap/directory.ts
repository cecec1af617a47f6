import type { Role } from '@berth/contract'

/** A person as the directory has them. */
export interface Person {
  /** Normalised uid. */
  readonly name: string
  readonly displayName: string
  readonly role: Role
}

/** The department's accounts. Each method throws `directory-unavailable` if no server answers in time. */
export interface Directory {
  /** The person if the password is right; null if there is no such person or it is wrong. */
  login(name: string, password: string): Promise<Person | null>
  /** Whether each of these is still there. */
  find(names: readonly string[]): Promise<ReadonlyMap<string, Person | null>>
}
