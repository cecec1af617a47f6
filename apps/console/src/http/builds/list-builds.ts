import { consoleRoutes } from '@berth/contract'
import { viewBuild } from '../../builds/build-row.ts'
import { listBuilds as find } from '../../builds/build-store.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'
import { languageOf } from '../language.ts'

export const listBuilds: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.listBuilds, async ({ actor, request }) => {
    const language = languageOf(request.headers['accept-language'])
    return (await find(context.pool, actor.account)).map((row) => viewBuild(row, language))
  })
}
