import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Logger } from 'pino'
import * as schema from './schema.ts'
import { TellingClient } from './telling-client.ts'

export type Database = NodePgDatabase<typeof schema>
/** The database, or a transaction of it. */
export type Queryable = Pick<Database, 'select' | 'insert' | 'update' | 'delete' | 'execute'>

/** Milliseconds. A pool's client waits `connect` at most, so that requests fail soon while PostgreSQL is away. */
const databaseTimeouts = { connect: 5_000, statement: 15_000, query: 20_000, idleTransaction: 30_000 }

/** A small pool: PostgreSQL is shared by replicas, and a console's queries take a millisecond each. */
export function connect(url: string, log: Logger): { pool: pg.Pool; database: Database } {
  const pool = new pg.Pool({
    Client: TellingClient,
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: databaseTimeouts.connect,
    idleTimeoutMillis: 10_000,
    statement_timeout: databaseTimeouts.statement,
    query_timeout: databaseTimeouts.query,
    idle_in_transaction_session_timeout: databaseTimeouts.idleTransaction,
    application_name: 'berth',
    keepAlive: true,
  })
  // Without a listener the loss of an idle connection ends the process.
  pool.on('error', (error) => log.warn({ error: error.message }, 'a database connection was lost'))
  return { pool, database: drizzle(pool, { schema }) }
}
