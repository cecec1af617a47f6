import { consoleRoutes } from '@berth/contract'
import { previewCleanUp } from '../../images/clean-up/preview-clean-up.ts'
import type { LendingParts } from '../../lending-parts.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'

export const previewImageCleanUp =
  ({ backends }: LendingParts): Registrar =>
  (app, context) => {
    handle(app, context, consoleRoutes.previewImageCleanUp, ({ query }) =>
      previewCleanUp(context.pool, backends, {
        unusedDays: query.unusedDays ?? null,
        accountBytes: query.accountBytes ?? null,
        untagged: query.untagged,
        graceDays: query.graceDays,
      }),
    )
  }
