import { BerthError, type Account, type Role } from '@berth/contract'
import { eq } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { accounts } from '../database/schema.ts'
import { endTenant } from './end-tenant.ts'
import { findAccount } from './account-view.ts'
import { keepAdministrator } from './keep-administrator.ts'
import { endSessions } from './sessions.ts'

interface Change {
  readonly displayName?: string | undefined
  readonly role?: Role | undefined
  readonly disabled?: boolean | undefined
}

/** Changes an account. Disabling ends its sessions at once; its tokens are refused while it is disabled. */
export async function updateAccount(
  context: Pick<Context, 'database' | 'streams'>,
  name: string,
  change: Change,
): Promise<Account> {
  return context.database.transaction(async (tx) => {
    const before = await findAccount(tx, name)
    if (before === undefined) throw new BerthError('not-found')
    const { displayName = before.displayName, role = before.role, disabled = before.disabled } = change
    if (before.source === 'ldap' && (displayName !== before.displayName || role !== before.role)) {
      throw new BerthError('account-managed-elsewhere')
    }
    const stepsDown =
      before.role === 'administrator' && !before.disabled && (role !== 'administrator' || disabled)
    if (stepsDown) await keepAdministrator(tx, name)
    await tx.update(accounts).set({ displayName, role, disabled }).where(eq(accounts.name, name))
    if (disabled && !before.disabled) await endTenant(tx, name)
    // A new role also ends them: open streams still show what the old one may see.
    if (disabled !== before.disabled || role !== before.role) await endSessions(tx, context.streams, name)
    return { ...before, displayName, role, disabled }
  })
}
