import { BerthError } from '@berth/contract'
import { judgePassword } from '@berth/lending'
import { and, eq, isNull } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { accounts } from '../database/schema.ts'
import type { Caller } from './caller.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { endSessions } from './sessions.ts'
import { beginAttempt } from './throttle.ts'

/**
 * Sets a local account's password, and ends its other sessions. Who sets their own gives the `current` one,
 * with the throttle of logins: a stolen session must not try passwords.
 */
export async function setPassword(
  context: Pick<Context, 'database' | 'streams'>,
  actor: Caller,
  name: string,
  given: { readonly current?: string | undefined; readonly password: string },
  address: string,
): Promise<void> {
  const { database, streams } = context
  const [row] = await database
    .select()
    .from(accounts)
    .where(and(eq(accounts.name, name), isNull(accounts.deletedAt)))
  if (row === undefined) throw new BerthError('not-found')
  if (row.source !== 'local') throw new BerthError('account-managed-elsewhere')
  judgePassword(given.password)
  const own = actor.account === name
  if (own) {
    const attempt = await beginAttempt(database, { account: name, known: true, address })
    if (!(await verifyPassword(row.passwordHash, given.current ?? ''))) {
      await attempt.failed()
      throw new BerthError('wrong-credentials')
    }
    await attempt.succeeded()
  }
  const passwordHash = await hashPassword(given.password)
  await database.transaction(async (tx) => {
    await tx.update(accounts).set({ passwordHash }).where(eq(accounts.name, name))
    await endSessions(tx, streams, name, own && actor.by.kind === 'session' ? actor.by.hash : undefined)
  })
}
