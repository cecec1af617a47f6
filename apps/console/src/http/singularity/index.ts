import type { LendingParts } from '../../lending-parts.ts'
import { cancelEverywhere } from '../../singularity/cancel-everywhere.ts'
import { createConversions } from '../../singularity/conversions.ts'
import { makeSingularity } from '../../singularity/make-singularity.ts'
import { createProofs } from '../../singularity/proofs.ts'
import type { Registrar } from '../app.ts'
import { cancelReferenceSingularity } from './cancel-reference-singularity.ts'
import { cancelSingularity } from './cancel-singularity.ts'
import { exportReferenceSingularity } from './export-reference-singularity.ts'
import { exportSingularity } from './export-singularity.ts'
import { getReferenceSingularity } from './get-reference-singularity.ts'
import { getSingularity } from './get-singularity.ts'

const routes = [
  cancelReferenceSingularity,
  cancelSingularity,
  exportReferenceSingularity,
  exportSingularity,
  getReferenceSingularity,
  getSingularity,
]

export const singularityRoutes =
  (parts: LendingParts): Registrar =>
  (app, context) => {
    const { pool, secrets, settings } = context
    const proofs = createProofs()
    const { backends, builds } = parts
    const maker = { pool, durable: pool, backends, secrets, registry: settings.registry, proofs }
    const conversions = createConversions((...asked) => makeSingularity(maker, ...asked))
    const everywhere = cancelEverywhere(context, conversions, builds.replica)
    app.addHook('preClose', (done) => {
      everywhere.close()
      conversions.close()
      done()
    })
    const { cancel } = everywhere
    for (const register of routes) register(app, context, { ...parts, conversions, cancel, proofs })
  }
