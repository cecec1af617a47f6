import type { Account } from '@berth/contract'
import { and, asc, gt, isNull } from 'drizzle-orm'
import type { Queryable } from '../database/connect.ts'
import { containing } from '../database/containing.ts'
import { accounts } from '../database/schema.ts'
import { accountColumns, viewAccount } from './account-view.ts'

interface Page {
  readonly search?: string | undefined
  readonly limit: number
  readonly after?: string | undefined
}

/** A page of accounts by name; `next` is the `after` of the next page. */
export async function listAccounts(
  database: Queryable,
  { search, limit, after }: Page,
): Promise<{ page: Account[]; next: string | undefined }> {
  const rows = await database
    .select(accountColumns)
    .from(accounts)
    .where(
      and(
        isNull(accounts.deletedAt),
        after === undefined ? undefined : gt(accounts.name, after),
        search === undefined ? undefined : containing(search, accounts.name, accounts.displayName),
      ),
    )
    .orderBy(asc(accounts.name))
    .limit(limit + 1)
  const page = rows.slice(0, limit).map(viewAccount)
  return { page, next: rows.length > limit ? page.at(-1)?.name : undefined }
}
