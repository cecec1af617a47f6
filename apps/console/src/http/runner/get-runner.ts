import { consoleRoutes } from '@berth/contract'
import { findRunners } from '../../runners/runner-store.ts'
import { viewRunner } from '../../runners/view-runner.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'
import { languageOf } from '../language.ts'

export const getRunner: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.getRunner, async ({ actor, request }) => {
    const [row] = await findRunners(context.pool, actor.account)
    return viewRunner(row, context.settings.runners, languageOf(request.headers['accept-language']))
  })
}
