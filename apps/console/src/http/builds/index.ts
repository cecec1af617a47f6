import type { LendingParts } from '../../lending-parts.ts'
import type { Registrar } from '../app.ts'
import { buildImage } from './build-image.ts'
import { cancelBuild } from './cancel-build.ts'
import { deleteBuild } from './delete-build.ts'
import { getBuildLog } from './get-build-log.ts'
import { getBuild } from './get-build.ts'
import { listBuilds } from './list-builds.ts'

export const buildRoutes =
  (parts: LendingParts): Registrar =>
  (app, context) => {
    buildImage(app, context, parts)
    for (const route of [cancelBuild, deleteBuild, getBuildLog, getBuild, listBuilds]) route(app, context)
  }
