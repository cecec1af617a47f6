import { authorize, type Actor } from '@berth/lending'
import type { BuildRow } from '../../builds/build-row.ts'
import { findBuilds } from '../../builds/build-store.ts'
import type { Context } from '../../context.ts'

/** The build that is asked about, if it is the asker's own; else `not-found`. */
export async function ownBuild(
  { pool }: Context,
  { params, actor }: { params: { id: string }; actor: Actor },
): Promise<BuildRow> {
  const [row] = await findBuilds(pool, [params.id])
  return authorize(actor, 'build:own', row === undefined ? undefined : { owner: row.account, row }).row
}
