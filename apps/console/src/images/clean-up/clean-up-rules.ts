import type { CleanUpRules } from '@berth/contract'
import type { Pool } from 'pg'

export async function readCleanUpRules(pool: Pool): Promise<CleanUpRules> {
  const { rows } = await pool.query<{ rules: CleanUpRules }>('select clean_up as rules from installation')
  return rows[0]?.rules ?? { unusedDays: null, accountBytes: null, untagged: false, graceDays: 7 }
}

export async function storeCleanUpRules(pool: Pool, rules: CleanUpRules): Promise<void> {
  await pool.query('update installation set clean_up = $1', [JSON.stringify(rules)])
}
