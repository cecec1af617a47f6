import { BerthError } from '@berth/contract'
import { and, eq, gt, isNull, lt, or, sql } from 'drizzle-orm'
import type { Queryable } from '../database/connect.ts'
import { accounts, sessions, tokens } from '../database/schema.ts'
import type { Caller } from './caller.ts'
import { hashOf } from './random-value.ts'

const account = {
  account: accounts.name,
  displayName: accounts.displayName,
  role: accounts.role,
  source: accounts.source,
}

/**
 * The caller of a session's value, or null if there is none or it ended: one query. A session whose tenth
 * was used is prolonged to its whole length again (`prolonged`), so that this writes seldom.
 */
export async function callerOfSession(
  database: Queryable,
  value: string,
  hours: number,
): Promise<{ caller: Caller; prolonged: boolean } | null> {
  const hash = hashOf(value)
  const [row] = await database
    .select({ ...account, expiresAt: sessions.expiresAt })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.name, sessions.account))
    .where(and(eq(sessions.hash, hash), gt(sessions.expiresAt, sql`now()`), eq(accounts.disabled, false)))
  if (row === undefined) return null
  const { expiresAt, ...rest } = row
  const length = hours * 3_600_000
  const prolonged = expiresAt.getTime() - Date.now() < length * 0.9
  const until = prolonged ? new Date(Date.now() + length) : expiresAt
  if (prolonged) await database.update(sessions).set({ expiresAt: until }).where(eq(sessions.hash, hash))
  return { caller: { ...rest, by: { kind: 'session', hash, expiresAt: until } }, prolonged }
}

/** The caller of a personal access token; throws `unauthenticated` or `account-disabled`. */
export async function callerOfToken(database: Queryable, value: string): Promise<Caller> {
  const [row] = await database
    .select({ ...account, disabled: accounts.disabled, id: tokens.id })
    .from(tokens)
    .innerJoin(accounts, eq(accounts.name, tokens.account))
    .where(
      and(eq(tokens.hash, hashOf(value)), or(isNull(tokens.expiresAt), gt(tokens.expiresAt, sql`now()`))),
    )
  if (row === undefined) throw new BerthError('unauthenticated')
  const { disabled, id, ...rest } = row
  if (disabled) throw new BerthError('account-disabled')
  await noteUse(database, id)
  return { ...rest, by: { kind: 'token', id } }
}

const noted = new Map<string, number>()

/** Keeps when a token was last used, to the minute: a script that calls often writes seldom. */
async function noteUse(database: Queryable, id: string): Promise<void> {
  const now = Date.now()
  if (now - (noted.get(id) ?? 0) < 60_000) return
  if (noted.size > 10_000) noted.clear()
  noted.set(id, now)
  await database
    .update(tokens)
    .set({ lastUsedAt: sql`now()` })
    .where(
      and(
        eq(tokens.id, id),
        or(isNull(tokens.lastUsedAt), lt(tokens.lastUsedAt, sql`now() - interval '1 minute'`)),
      ),
    )
}
