import { accountPattern, BerthError } from '@berth/contract'
import { normalizeAccountName } from '@berth/lending'
import { eq } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { accounts } from '../database/schema.ts'
import { verifyPassword } from './passwords.ts'
import { recordPerson } from './record-person.ts'
import { beginAttempt } from './throttle.ts'

type Services = Pick<Context, 'database' | 'directory' | 'log' | 'streams'>
export type AccountRow = typeof accounts.$inferSelect

/**
 * The account of a name and password as somebody typed them. Local accounts come before the directory's, and
 * need no directory. Throws `wrong-credentials`, `too-many-attempts`, `account-disabled` (only to who knows
 * the password) or `directory-unavailable`.
 */
export async function logIn(
  services: Services,
  typed: { readonly account: string; readonly password: string },
  address: string,
): Promise<AccountRow> {
  const name = normalizeAccountName(typed.account)
  const known = await findRow(services, name)
  const who = { account: name.slice(0, 64), known: known !== undefined, address }
  const attempt = await beginAttempt(services.database, who)
  let row: AccountRow | null
  try {
    row = await check(services, name, typed.password, known)
  } catch (error) {
    await attempt.withdrawn()
    throw error
  }
  if (row === null) {
    await attempt.failed()
    throw new BerthError('wrong-credentials')
  }
  await attempt.succeeded()
  if (row.disabled) throw new BerthError('account-disabled')
  const lastLoginAt = new Date()
  await services.database.update(accounts).set({ lastLoginAt }).where(eq(accounts.name, row.name))
  return { ...row, lastLoginAt }
}

async function findRow({ database }: Services, name: string): Promise<AccountRow | undefined> {
  if (!accountPattern.test(name)) return undefined
  const [row] = await database.select().from(accounts).where(eq(accounts.name, name))
  return row
}

async function check(
  services: Services,
  name: string,
  password: string,
  row: AccountRow | undefined,
): Promise<AccountRow | null> {
  // A directory takes a bind with an empty password for an anonymous one and says yes (RFC 4513, 5.1.2).
  const possible = accountPattern.test(name) && password.trim() !== '' && !password.includes('\0')
  if (possible && row?.source !== 'local' && services.directory !== null) {
    const person = await services.directory.login(name, password)
    return person === null ? null : recordPerson(services, person)
  }
  const local = possible && row?.source === 'local' ? row : null
  return (await verifyPassword(local?.passwordHash ?? null, password)) ? local : null
}
