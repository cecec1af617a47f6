import { consoleRoutes } from '@berth/contract'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'
import { describeSession } from './describe-session.ts'

export const getSession: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.getSession, ({ actor }) => describeSession(context, actor))
}
