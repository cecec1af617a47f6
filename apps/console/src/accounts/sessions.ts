import { and, eq, lt, ne, sql } from 'drizzle-orm'
import type { Queryable } from '../database/connect.ts'
import { sessions } from '../database/schema.ts'
import type { OpenStreams } from './open-streams.ts'
import { hashOf, randomValue } from './random-value.ts'

/** Begins a session: the cookie's value, of which the database has the hash alone. */
export async function beginSession(database: Queryable, account: string, hours: number) {
  const value = randomValue()
  const hash = hashOf(value)
  const expiresAt = new Date(Date.now() + hours * 3_600_000)
  await database.insert(sessions).values({ hash, account, expiresAt })
  return { value, hash, expiresAt }
}

/** Ends one session, with its open terminals and streams, on every replica. */
export async function endSession(database: Queryable, streams: OpenStreams, account: string, hash: Buffer) {
  await database.delete(sessions).where(eq(sessions.hash, hash))
  await streams.announce(database, { account, hash: hash.toString('hex') })
}

/** Ends an account's sessions, but for one if given, with all open terminals and streams, on every replica. */
export async function endSessions(
  database: Queryable,
  streams: OpenStreams,
  account: string,
  except?: Buffer,
): Promise<void> {
  const all = eq(sessions.account, account)
  await database.delete(sessions).where(except === undefined ? all : and(all, ne(sessions.hash, except)))
  await streams.announce(database, {
    account,
    ...(except === undefined ? {} : { except: except.toString('hex') }),
  })
}

/** Deletes sessions past their end. */
export async function forgetSessions(database: Queryable): Promise<void> {
  await database.delete(sessions).where(lt(sessions.expiresAt, sql`now()`))
}
