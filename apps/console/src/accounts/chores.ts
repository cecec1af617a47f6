import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { accounts, sessions, tokens } from '../database/schema.ts'
import { changesChannel, readChange } from '../events/change.ts'
import { finishDeletion } from './delete-account.ts'
import { endSessions, forgetSessions } from './sessions.ts'
import { recordPerson } from './record-person.ts'
import { forgetFailures } from './throttle.ts'

const hourly = 3_600_000

/** Starts what accounts need beside requests: hourly cleaning and the comparison with the directory. Gives its end. */
export function startChores(context: Context): () => void {
  const guarded = (work: Promise<unknown>) =>
    void work.catch((error: unknown) => context.log.warn({ err: error }, 'a chore of the accounts failed'))
  const timer = setInterval(() => guarded(doChores(context)), hourly).unref()
  guarded(doChores(context))
  const stop = context.notify.listen(changesChannel, (payload) => {
    const change = readChange(payload)
    if (change?.type === 'container-removed') guarded(finishDeletion(context, change.account))
  })
  return () => {
    clearInterval(timer)
    stop()
  }
}

/** Once through all chores. Several replicas may do them at once: each chore is safe to repeat. */
export async function doChores(context: Context): Promise<void> {
  await forgetSessions(context.database)
  await forgetFailures(context.database)
  for (const { name } of await deletedAccounts(context)) await finishDeletion(context, name)
  if (context.directory !== null) await compareWithDirectory(context)
}

const deletedAccounts = (context: Context) =>
  context.database.select({ name: accounts.name }).from(accounts).where(isNotNull(accounts.deletedAt))

/**
 * Brings names and roles of those who have a session or token up to date. Who is gone from the directory loses
 * sessions and tokens, and keeps containers until an administrator deletes the account. A directory that does
 * not answer changes nothing.
 */
async function compareWithDirectory(context: Context): Promise<void> {
  const { database, directory, streams } = context
  if (directory === null) return
  const holders = sql`(select ${sessions.account} from ${sessions} union select ${tokens.account} from ${tokens})`
  const rows = await database
    .select({ name: accounts.name })
    .from(accounts)
    .where(and(eq(accounts.source, 'ldap'), inArray(accounts.name, holders)))
  if (rows.length === 0) return
  const people = await directory.find(rows.map(({ name }) => name))
  for (const [name, person] of people) {
    if (person !== null) {
      await recordPerson(context, person)
      continue
    }
    context.log.info({ account: name }, 'gone from the directory: sessions and tokens end')
    await database.transaction(async (tx) => {
      await tx.delete(tokens).where(eq(tokens.account, name))
      await endSessions(tx, streams, name)
    })
  }
}
