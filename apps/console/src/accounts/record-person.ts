import { eq } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { accounts } from '../database/schema.ts'
import type { Person } from './ldap/person.ts'
import { endSessions } from './sessions.ts'

/**
 * Keeps what the directory says of a person: makes the account, or brings name and role up to date. A new role ends
 * the sessions: open streams still show what the old one may see.
 */
export async function recordPerson(
  { database, streams }: Pick<Context, 'database' | 'streams'>,
  person: Person,
) {
  const { name, displayName, role } = person
  return database.transaction(async (tx) => {
    const [before] = await tx
      .select({ role: accounts.role })
      .from(accounts)
      .where(eq(accounts.name, name))
      .for('update')
    const [row] = await tx
      .insert(accounts)
      .values({ name, displayName, role, source: 'ldap' })
      .onConflictDoUpdate({
        target: accounts.name,
        set: { displayName, role },
        // A local account made at this moment stays local.
        setWhere: eq(accounts.source, 'ldap'),
      })
      .returning()
    if (row !== undefined && before !== undefined && before.role !== role)
      await endSessions(tx, streams, name)
    return row ?? null
  })
}
