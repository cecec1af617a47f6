import { BerthError } from '@berth/contract'
import { DrizzleQueryError } from 'drizzle-orm/errors'

/** SQLSTATE classes 08 (connection), 53 (resources), 57P (shutdown): https://www.postgresql.org/docs/current/errcodes-appendix.html */
const unavailable = /^(08|53|57P)/
const network = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])
/** pg gives these no code. */
const words =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/

/** `database-unavailable` if an error (or its cause, as Drizzle wraps them) means that PostgreSQL is away; else null. */
export function databaseUnavailable(error: unknown): BerthError | null {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if (cause instanceof BerthError && cause.code === 'database-unavailable') return cause
    if (words.test(cause.message)) return new BerthError('database-unavailable', {}, { cause: error })
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
    if (('severity' in cause && unavailable.test(code)) || (network.has(code) && isQuery(error))) {
      return new BerthError('database-unavailable', {}, { cause: error })
    }
  }
  return null
}

/** Drizzle's wrapper carries the query; a network error of anything else (an agent, the directory) is not ours. */
const isQuery = (error: unknown): boolean => error instanceof DrizzleQueryError

/** Whether an error is a breach of a unique constraint (23505), of the named one if given. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && cause.code === '23505') {
      return constraint === undefined || ('constraint' in cause && cause.constraint === constraint)
    }
  }
  return false
}
