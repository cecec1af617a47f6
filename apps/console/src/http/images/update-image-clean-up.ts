import { consoleRoutes, type CleanUpRules } from '@berth/contract'
import { cleanUpImages } from '../../images/clean-up/clean-up-images.ts'
import { storeCleanUpRules } from '../../images/clean-up/clean-up-rules.ts'
import { cleanUpUntagged } from '../../images/clean-up/clean-up-untagged.ts'
import type { LendingParts } from '../../lending-parts.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'

export const updateImageCleanUp =
  ({ backends }: LendingParts): Registrar =>
  (app, context) => {
    handle(app, context, consoleRoutes.updateImageCleanUp, async ({ body, request }) => {
      request.auditTarget({ target: inShort(body) })
      await storeCleanUpRules(context.pool, body)
      await cleanUpImages({ ...context, backends })
      // Takes a daemon its time, and fails by itself.
      void cleanUpUntagged({ ...context, backends }, body)
      return body
    })
  }

const inShort = (rules: CleanUpRules): string =>
  Object.entries(rules)
    .map(([name, value]) => `${name}=${value === null ? '-' : String(value)}`)
    .join(' ')
