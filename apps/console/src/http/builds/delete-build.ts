import { consoleRoutes } from '@berth/contract'
import { tellLog } from '../../builds/build-log.ts'
import { deleteBuild as remove } from '../../builds/build-store.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'
import { ownBuild } from './own-build.ts'

export const deleteBuild: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.deleteBuild, async (input) => {
    const { id, account, reference } = await ownBuild(context, input)
    input.request.auditTarget({ target: reference, owner: account })
    await remove(context.pool, id)
    await tellLog(context.pool, id)
    return undefined
  })
}
