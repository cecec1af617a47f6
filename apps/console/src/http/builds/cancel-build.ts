import { BerthError, consoleRoutes } from '@berth/contract'
import { tellLog } from '../../builds/build-log.ts'
import { viewBuild } from '../../builds/build-row.ts'
import { endBuild, findBuilds } from '../../builds/build-store.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'
import { languageOf } from '../language.ts'
import { ownBuild } from './own-build.ts'

/** Whichever replica is at it ends the build when it is told of this. */
export const cancelBuild: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.cancelBuild, async (input) => {
    const { id, account, reference } = await ownBuild(context, input)
    input.request.auditTarget({ target: reference, owner: account })
    await endBuild(context.pool, id, 'cancelled')
    await tellLog(context.pool, id)
    const [row] = await findBuilds(context.pool, [id])
    if (row === undefined) throw new BerthError('not-found')
    return viewBuild(row, languageOf(input.request.headers['accept-language']))
  })
}
