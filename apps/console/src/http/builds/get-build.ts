import { consoleRoutes } from '@berth/contract'
import { viewBuild } from '../../builds/build-row.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'
import { languageOf } from '../language.ts'
import { ownBuild } from './own-build.ts'

export const getBuild: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.getBuild, async (input) =>
    viewBuild(await ownBuild(context, input), languageOf(input.request.headers['accept-language'])),
  )
}
