import { BerthError, type Permission, type Role } from '@berth/contract'

/** Who asks. */
export interface Actor {
  readonly account: string
  readonly role: Role
}

/** Whom a permission admits before any resource is looked at. */
const admits: Record<Permission, 'anybody' | 'accounts' | 'administrators' | 'nobody'> = {
  public: 'anybody',
  session: 'accounts',
  // The console's own token towards an agent: no user ever has it.
  agent: 'nobody',
  'container:create': 'accounts',
  'container:read': 'accounts',
  'container:operate': 'accounts',
  'container:enter': 'accounts',
  'container:read-all': 'administrators',
  'token:own': 'accounts',
  'credentials:own': 'accounts',
  'image:read': 'accounts',
  'image:change': 'accounts',
  'image:build': 'accounts',
  'image:administer': 'administrators',
  'build:own': 'accounts',
  'registry:own': 'accounts',
  'runner:own': 'accounts',
  'backend:read': 'accounts',
  'backend:administer': 'administrators',
  'account:administer': 'administrators',
  'account:password': 'accounts',
  'audit:read': 'administrators',
}

/** A token is ended by ending the account; a build's log may show what its owner keeps secret. */
const ownersAlone: ReadonlySet<Permission> = new Set(['token:own', 'build:own'])

/** Whether an actor's role admits to a permission at all; null: nobody is logged in. Resources: `authorize`. */
export function mayUse(permission: Permission, actor: Actor | null): boolean {
  const admitted = admits[permission]
  if (admitted === 'anybody') return true
  if (admitted === 'nobody' || actor === null) return false
  return admitted === 'accounts' || actor.role === 'administrator'
}

/**
 * Passes the owner of a resource and administrators; anybody else, and whoever asks for what is not there
 * (`resource` undefined), gets the same `not-found`, so that existence is not told.
 */
export function authorize<R extends { readonly owner: string }>(
  actor: Actor,
  permission: Permission,
  resource: R | undefined,
): R {
  if (!mayUse(permission, actor) || resource === undefined) throw new BerthError('not-found')
  const own = resource.owner === actor.account
  if (own || (actor.role === 'administrator' && !ownersAlone.has(permission))) return resource
  throw new BerthError('not-found')
}
