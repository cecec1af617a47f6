import type { AuditEntry } from '@berth/contract'
import { and, desc, eq, lt } from 'drizzle-orm'
import type { Queryable } from '../database/connect.ts'
import { containing } from '../database/containing.ts'
import { audit } from '../database/schema.ts'

interface Page {
  readonly account?: string | undefined
  readonly action?: string | undefined
  readonly search?: string | undefined
  readonly limit: number
  readonly after?: string | undefined
}

/** A page of the audit log, newest first; `next` is the `after` of the next page. */
export async function listAudit(
  database: Queryable,
  { account, action, search, limit, after }: Page,
): Promise<{ page: AuditEntry[]; next: string | undefined }> {
  const below = /^\d{1,18}$/.test(after ?? '') ? BigInt(after ?? '') : undefined
  const rows = await database
    .select()
    .from(audit)
    .where(
      and(
        account === undefined ? undefined : eq(audit.account, account),
        action === undefined ? undefined : eq(audit.action, action),
        below === undefined ? undefined : lt(audit.id, below),
        search === undefined
          ? undefined
          : containing(search, audit.account, audit.action, audit.target, audit.owner, audit.outcome),
      ),
    )
    .orderBy(desc(audit.id))
    .limit(limit + 1)
  const page = rows
    .slice(0, limit)
    .map((row) => ({ ...row, id: String(row.id), time: row.time.toISOString() }))
  return { page, next: rows.length > limit ? page.at(-1)?.id : undefined }
}
