import { consoleRoutes } from '@berth/contract'
import { listTokens as list } from '../../accounts/tokens.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'

export const listTokens: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.listTokens, ({ actor }) => list(context.database, actor.account))
}
