import type { LendingParts } from '../../lending-parts.ts'
import type { Registrar } from '../app.ts'
import { streamEvents } from './stream-events.ts'

export const eventRoutes =
  (parts: LendingParts): Registrar =>
  (app, context) => {
    streamEvents(app, context, parts)
  }
