import { BerthError, consoleRoutes } from '@berth/contract'
import { mayUse } from '@berth/lending'
import type { FastifyInstance } from 'fastify'
import { viewContainer } from '../../containers/container-view.ts'
import { listContainers as findPage, type ListFilter } from '../../containers/find-containers.ts'
import type { Context } from '../../context.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { handle } from '../handle.ts'
import { lookingOf } from './looking.ts'

export function listContainers(app: FastifyInstance, context: Context, { places }: LendingParts): void {
  const route = consoleRoutes.listContainers
  handle(app, context, route, async ({ query, actor, request, reply }) => {
    const { scope, limit, after, account, state, search } = query
    if (scope === 'all' && !mayUse('container:read-all', actor)) throw new BerthError('forbidden')
    const rows = await findPage(context.pool, {
      account: scope === 'all' ? account : actor.account,
      state,
      search,
      limit: limit + 1,
      after: readCursor(after),
    })
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    if (rows.length > limit && last !== undefined) {
      const next = new URLSearchParams({ scope, limit: String(limit) })
      for (const [name, value] of Object.entries({ account, state, search }))
        if (value !== undefined) next.set(name, value)
      next.set('after', `${last.createdAt.toISOString()}_${last.id}`)
      void reply.header('link', `<${route.path}?${next.toString()}>; rel="next"`)
    }
    const looking = lookingOf(context, request)
    return page.map((row) => viewContainer(row, { ...looking, place: places.get(row.id) }))
  })
}

const cursor = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f-]{36})$/

function readCursor(text: string | undefined): ListFilter['after'] {
  if (text === undefined) return undefined
  const [, createdAt, id] = cursor.exec(text) ?? []
  if (createdAt === undefined || id === undefined)
    throw new BerthError(
      'invalid-input',
      {},
      { fields: [{ path: 'after', code: 'field-invalid', params: { hint: '' } }] },
    )
  return { createdAt, id }
}
