import { eq } from 'drizzle-orm'
import type { Queryable } from '../database/connect.ts'
import { accounts } from '../database/schema.ts'
import type { Person } from './ldap/person.ts'

/** Keeps what the directory says of a person: makes the account, or brings name and role up to date. */
export async function recordPerson(database: Queryable, person: Person) {
  const { name, displayName, role } = person
  const [row] = await database
    .insert(accounts)
    .values({ name, displayName, role, source: 'ldap' })
    .onConflictDoUpdate({
      target: accounts.name,
      set: { displayName, role },
      // A local account made at this moment stays local.
      setWhere: eq(accounts.source, 'ldap'),
    })
    .returning()
  return row ?? null
}
