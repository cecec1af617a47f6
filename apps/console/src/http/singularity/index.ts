import type { LendingParts } from '../../lending-parts.ts'
import { createConversions } from '../../singularity/conversions.ts'
import type { Registrar } from '../app.ts'
import { cancelSingularity } from './cancel-singularity.ts'
import { exportSingularity } from './export-singularity.ts'
import { getSingularity } from './get-singularity.ts'

export const singularityRoutes =
  (parts: LendingParts): Registrar =>
  (app, context) => {
    const conversions = createConversions()
    app.addHook('preClose', (done) => {
      conversions.close()
      done()
    })
    for (const register of [cancelSingularity, exportSingularity, getSingularity])
      register(app, context, { ...parts, conversions })
  }
