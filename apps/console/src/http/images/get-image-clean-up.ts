import { consoleRoutes } from '@berth/contract'
import { readCleanUpRules } from '../../images/clean-up/clean-up-rules.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'

export const getImageCleanUp: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.getImageCleanUp, () => readCleanUpRules(context.pool))
}
