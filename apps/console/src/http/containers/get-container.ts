import { consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { viewContainer } from '../../containers/container-view.ts'
import { openEnvironments } from '../../containers/environments.ts'
import type { Context } from '../../context.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { handle } from '../handle.ts'
import { lookingOf } from './looking.ts'
import { ownContainer } from './own-container.ts'

export function getContainer(app: FastifyInstance, context: Context, { places }: LendingParts): void {
  handle(app, context, consoleRoutes.getContainer, async (input) => {
    const row = await ownContainer(context, 'container:read', input)
    const environments =
      row.account === input.actor.account ? openEnvironments(context.secrets, row.environments) : undefined
    const looking = { ...lookingOf(context, input.request), place: places.get(row.id) }
    return viewContainer(row, looking, environments)
  })
}
