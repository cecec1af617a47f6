import { sql } from 'drizzle-orm'
import type { Queryable } from '../database/connect.ts'
import { tellImage } from '../events/change.ts'
import { addRemoveImage } from '../jobs/job-names.ts'

/** Takes an account's images from everybody, and has them removed once the transaction is done. */
export async function endImages(queryable: Queryable, account: string): Promise<void> {
  await queryable.execute(
    sql`with marked as (update images set removing = true where owner = ${account} returning id)
      select ${sql.raw(`${tellImage('m')}, ${addRemoveImage('m')}`)} from marked m`,
  )
}
