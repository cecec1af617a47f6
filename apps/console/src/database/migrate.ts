import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'

/** Any number; the same in every replica, so that they migrate one after the other. */
const lock = 0x6265_7274

/** Brings the schema up to date. Replicas that start together wait for one another. Repeating does nothing. */
export async function migrate(url: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'berth-migrate',
  })
  await client.connect()
  try {
    // Released with the connection: a killed migration leaves no lock behind.
    await client.query('select pg_advisory_lock($1)', [lock])
    await applyMigrations(drizzle(client), {
      migrationsFolder: new URL('migrations', import.meta.url).pathname,
    })
  } finally {
    await client.end()
  }
}
