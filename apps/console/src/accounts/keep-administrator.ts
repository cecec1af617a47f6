import { BerthError } from '@berth/contract'
import { and, eq } from 'drizzle-orm'
import type { Queryable } from '../database/connect.ts'
import { accounts } from '../database/schema.ts'

/**
 * Throws `last-administrator` if no other enabled administrator is there. Locks them all for the transaction,
 * so that two who remove each other at once cannot both succeed.
 */
export async function keepAdministrator(tx: Queryable, name: string): Promise<void> {
  const all = await tx
    .select({ name: accounts.name })
    .from(accounts)
    .where(and(eq(accounts.role, 'administrator'), eq(accounts.disabled, false)))
    .orderBy(accounts.name)
    .for('update')
  if (!all.some((other) => other.name !== name)) throw new BerthError('last-administrator')
}
