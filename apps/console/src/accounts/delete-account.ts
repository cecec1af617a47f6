import { BerthError } from '@berth/contract'
import { and, eq, isNotNull, notExists, sql } from 'drizzle-orm'
import { wishContainer } from '../containers/wish-container.ts'
import type { Context } from '../context.ts'
import { accounts, containers, tokens } from '../database/schema.ts'
import { endTenant } from './end-tenant.ts'
import { removeRunners } from '../runners/runner-store.ts'
import { findAccount } from './account-view.ts'
import { keepAdministrator } from './keep-administrator.ts'
import { endSessions } from './sessions.ts'

type Services = Pick<Context, 'database' | 'pool' | 'streams'>

/**
 * Deletes an account: its sessions and tokens end now, its containers are given back, and when the last of them
 * is gone so is the account (`finishDeletion`). Until then nobody can log in as it or take its name.
 */
export async function deleteAccount(context: Services, name: string): Promise<void> {
  await context.database.transaction(async (tx) => {
    const account = await findAccount(tx, name)
    if (account === undefined) throw new BerthError('not-found')
    if (account.role === 'administrator' && !account.disabled) await keepAdministrator(tx, name)
    await tx.update(accounts).set({ disabled: true, deletedAt: new Date() }).where(eq(accounts.name, name))
    await removeRunners(tx, name)
    await tx.delete(tokens).where(eq(tokens.account, name))
    await endTenant(tx, name)
    await endSessions(tx, context.streams, name)
  })
  await finishDeletion(context, name)
}

/** Gives back what an account being deleted still has, or removes it where that is nothing. Safe to repeat. */
export async function finishDeletion(context: Services, name: string): Promise<void> {
  const { database, pool } = context
  const left = await database
    .select({ id: containers.id, wanted: containers.wanted })
    .from(containers)
    .innerJoin(accounts, eq(accounts.name, containers.account))
    .where(and(eq(containers.account, name), isNotNull(accounts.deletedAt)))
  for (const { id, wanted } of left)
    if (wanted !== 'removed') await wishContainer(pool, { id, account: name }, 'delete', null)
  const any = database
    .select({ one: sql`1` })
    .from(containers)
    .where(eq(containers.account, name))
  const gone = await database
    .delete(accounts)
    .where(and(eq(accounts.name, name), isNotNull(accounts.deletedAt), notExists(any)))
    .returning({ name: accounts.name })
  if (gone.length > 0) await endTenant(database, name)
}
