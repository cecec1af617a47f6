import type { Account } from '@berth/contract'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Queryable } from '../database/connect.ts'
import { accounts } from '../database/schema.ts'

/** Columns of an account as administrators see it. */
export const accountColumns = {
  name: accounts.name,
  displayName: accounts.displayName,
  role: accounts.role,
  source: accounts.source,
  disabled: accounts.disabled,
  createdAt: accounts.createdAt,
  lastLoginAt: accounts.lastLoginAt,
  containers: sql<number>`(select count(*)::int from containers c where c.account = ${accounts}."name")`,
}

interface Row extends Omit<Account, 'createdAt' | 'lastLoginAt'> {
  readonly createdAt: Date
  readonly lastLoginAt: Date | null
}

export const viewAccount = (row: Row): Account => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  lastLoginAt: row.lastLoginAt?.toISOString() ?? null,
})

/** One account; undefined if there is none or it is being deleted. */
export async function findAccount(database: Queryable, name: string): Promise<Account | undefined> {
  const [row] = await database
    .select(accountColumns)
    .from(accounts)
    .where(and(eq(accounts.name, name), isNull(accounts.deletedAt)))
  return row === undefined ? undefined : viewAccount(row)
}
