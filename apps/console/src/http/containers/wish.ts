import type { Container } from '@berth/contract'
import type { Actor } from '@berth/lending'
import type { FastifyRequest } from 'fastify'
import { viewContainer } from '../../containers/container-view.ts'
import { quotaOf } from '../../containers/quota-of.ts'
import { wishContainer, type Wish } from '../../containers/wish-container.ts'
import type { Context } from '../../context.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { lookingOf } from './looking.ts'
import { ownContainer } from './own-container.ts'

/** Records what is wanted of a container and answers it as it is now; the wish is fulfilled behind the answer. */
export async function wish(
  context: Context,
  { places }: LendingParts,
  what: Wish,
  input: { params: { id: string }; actor: Actor; request: FastifyRequest },
): Promise<Container> {
  const { id, account } = await ownContainer(context, 'container:operate', input)
  const quota = quotaOf(context.settings, input.actor.role)
  const row = await wishContainer(context.pool, { id, account }, what, quota)
  return viewContainer(row, { ...lookingOf(context, input.request), place: places.get(id) })
}
