import type { Token } from '@berth/contract'
import { and, desc, eq } from 'drizzle-orm'
import type { Context } from '../context.ts'
import type { Queryable } from '../database/connect.ts'
import { tokens } from '../database/schema.ts'
import { hashOf, randomValue } from './random-value.ts'

/** So that scanners for leaked secrets and people can tell what it is. */
const prefix = 'berth_'

const view = (row: Omit<typeof tokens.$inferSelect, 'hash' | 'account'>): Token => ({
  id: row.id,
  name: row.name,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
})

/** Makes a token; its value is answered here and stored nowhere. `days` until it ends; never, if undefined. */
export async function createToken(
  database: Queryable,
  account: string,
  name: string,
  days: number | undefined,
) {
  const token = `${prefix}${randomValue()}`
  const expiresAt = days === undefined ? null : new Date(Date.now() + days * 86_400_000)
  const [row] = await database
    .insert(tokens)
    .values({ hash: hashOf(token), account, name, expiresAt })
    .returning()
  if (row === undefined) throw new Error('nothing was inserted')
  return { ...view(row), token }
}

export async function listTokens(database: Queryable, account: string): Promise<Token[]> {
  const rows = await database
    .select()
    .from(tokens)
    .where(eq(tokens.account, account))
    .orderBy(desc(tokens.createdAt), tokens.id)
  return rows.map(view)
}

/** Whose token it is; undefined if there is none. `id` must be a UUID. */
export async function ownerOfToken(database: Queryable, id: string): Promise<{ owner: string } | undefined> {
  const [row] = await database.select({ owner: tokens.account }).from(tokens).where(eq(tokens.id, id))
  return row
}

/** Revokes a token, and ends what is open with it, on every replica. */
export async function deleteToken(
  context: Pick<Context, 'database' | 'streams'>,
  account: string,
  id: string,
) {
  await context.database.transaction(async (tx) => {
    await tx.delete(tokens).where(and(eq(tokens.id, id), eq(tokens.account, account)))
    await context.streams.announce(tx, { account, token: id })
  })
}
