import { consoleRoutes } from '@berth/contract'
import { listAudit as list } from '../../audit/list-audit.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'
import { linkNext } from '../page-link.ts'

export const listAudit: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.listAudit, async ({ query, request, reply }) => {
    const { page, next } = await list(context.database, query)
    if (next !== undefined) linkNext(request, reply, next)
    return page
  })
}
