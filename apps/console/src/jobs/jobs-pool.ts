import pg from 'pg'
import type { Logger } from 'pino'
import { TellingClient } from '../database/telling-client.ts'

/**
 * The pool for the queue's own bookkeeping and for what converging records. Its commits do not wait for the disk (2 ms
 * each): should PostgreSQL's machine lose the last of them, the job is lost from "done" too and is simply run again.
 * Wishes and the choice of a backend, which nothing could repeat, go through the context's pool.
 */
export function createJobsPool(url: string, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    Client: TellingClient,
    connectionString: url,
    options: '-c synchronous_commit=off',
    max: 12,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 10_000,
    statement_timeout: 15_000,
    query_timeout: 20_000,
    application_name: 'berth-jobs',
    keepAlive: true,
  })
  pool.on('error', (error) => log.warn({ error: error.message }, 'a database connection was lost'))
  // The queue asks for it.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}
