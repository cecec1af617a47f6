import { consoleRoutes } from '@berth/contract'
import { findRunners } from '../../runners/runner-store.ts'
import { setRunner as set } from '../../runners/set-runner.ts'
import { viewRunner } from '../../runners/view-runner.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'
import { languageOf } from '../language.ts'

export const setRunner: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.setRunner, async ({ actor, body, request }) => {
    const { account } = actor
    request.auditTarget({ target: body.gitlabUrl ?? 'gitlab', owner: account })
    await set(context, account, body.token, body.gitlabUrl)
    const [row] = await findRunners(context.pool, account)
    return viewRunner(row, context.settings.runners, languageOf(request.headers['accept-language']))
  })
}
