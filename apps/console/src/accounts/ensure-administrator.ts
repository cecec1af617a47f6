import { and, eq } from 'drizzle-orm'
import { randomBytes } from 'node:crypto'
import type { Context } from '../context.ts'
import { accounts } from '../database/schema.ts'
import { hashPassword } from './passwords.ts'

/** 96 random bits, in groups that can be read aloud. */
export const makePassword = (): string => randomBytes(12).toString('hex').match(/.{6}/g)?.join('-') ?? ''

/**
 * Makes the first administrator, `admin`, where there is no local one. Gives the password made up for it, to be
 * printed this once; null if one was set (BERTH_ADMIN_PASSWORD) or an administrator exists.
 */
export async function ensureAdministrator(
  context: Pick<Context, 'database' | 'settings'>,
): Promise<{ account: string; password: string } | null> {
  const { database, settings } = context
  const [existing] = await database
    .select({ name: accounts.name })
    .from(accounts)
    .where(and(eq(accounts.role, 'administrator'), eq(accounts.source, 'local')))
    .limit(1)
  if (existing !== undefined) return null
  const password = settings.adminPassword ?? makePassword()
  const [made] = await database
    .insert(accounts)
    .values({
      name: 'admin',
      displayName: 'Administrator',
      role: 'administrator',
      source: 'local',
      passwordHash: await hashPassword(password),
    })
    .onConflictDoNothing()
    .returning({ name: accounts.name })
  return made === undefined || settings.adminPassword !== undefined ? null : { account: 'admin', password }
}
