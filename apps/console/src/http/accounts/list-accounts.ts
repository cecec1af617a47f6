import { consoleRoutes } from '@berth/contract'
import { listAccounts as list } from '../../accounts/list-accounts.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'
import { linkNext } from '../page-link.ts'

export const listAccounts: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.listAccounts, async ({ query, request, reply }) => {
    const { page, next } = await list(context.database, query)
    if (next !== undefined) linkNext(request, reply, next)
    return page
  })
}
