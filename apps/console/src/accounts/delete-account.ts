import { BerthError } from '@berth/contract'
import { and, eq, isNotNull } from 'drizzle-orm'
import { wishContainer } from '../containers/wish-container.ts'
import type { Context } from '../context.ts'
import { accounts, containers, tokens } from '../database/schema.ts'
import { endImages } from '../images/end-images.ts'
import { addEndTenant, noteLeftovers } from '../jobs/job-names.ts'
import { endTenant } from './end-tenant.ts'
import { removeRunners } from '../runners/runner-store.ts'
import { findAccount } from './account-view.ts'
import { keepAdministrator } from './keep-administrator.ts'
import { endSessions } from './sessions.ts'

type Services = Pick<Context, 'database' | 'pool' | 'streams'>

/**
 * Deletes an account: its sessions and tokens end now, its containers are given back and its images removed, and when
 * the last of its containers is gone so is the account (`finishDeletion`). Until then nobody can log in as it or take its name.
 */
export async function deleteAccount(context: Services, name: string): Promise<void> {
  await context.database.transaction(async (tx) => {
    const account = await findAccount(tx, name)
    if (account === undefined) throw new BerthError('not-found')
    if (account.role === 'administrator' && !account.disabled) await keepAdministrator(tx, name)
    await tx.update(accounts).set({ disabled: true, deletedAt: new Date() }).where(eq(accounts.name, name))
    await removeRunners(tx, name)
    await endImages(tx, name)
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
  // A server's clock may be ahead of the database's: no image that is known is younger than its account's end.
  await pool.query(
    `with gone as (
       delete from accounts a where a.name = $1 and a.deleted_at is not null
         and not exists (select from containers c where c.account = a.name) returning name),
     departed as (
       insert into departed_accounts (account, departed_at)
       select g.name, greatest(now(), (select max(i.created_at) from images i where i.owner = g.name)) from gone g
       on conflict (account) do update set departed_at = excluded.departed_at),
     own as (select i.pushed, i.reference from images i join gone g on i.owner = g.name),
     ${noteLeftovers('own')}
     select ${addEndTenant('g.name')}, (select count(*) from told) from gone g`,
    [name],
  )
}
