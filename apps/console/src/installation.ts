import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'

/** The value of the label `berth.instance`: made up at the first start, the same for every replica and for ever. */
export async function ensureInstallation(pool: Pool): Promise<string> {
  await pool.query('insert into installation (instance) values ($1) on conflict do nothing', [randomUUID()])
  const instance = await readInstallation(pool)
  if (instance === undefined) throw new Error('the table installation is empty')
  return instance
}

/** The same, where the installation was started at least once. */
export async function readInstallation(pool: Pool): Promise<string | undefined> {
  const { rows } = await pool.query<{ instance: string }>('select instance from installation')
  return rows[0]?.instance
}
