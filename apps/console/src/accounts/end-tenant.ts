import { sql } from 'drizzle-orm'
import type { Queryable } from '../database/connect.ts'
import { addEndTenant } from '../jobs/job-names.ts'

/** Has an account's place on the backends ended, once the transaction is. */
export async function endTenant(queryable: Queryable, account: string): Promise<void> {
  await queryable.execute(
    sql`select ${sql.raw(addEndTenant('ended.name'))} from (select ${account}::text as name) ended`,
  )
}
