import type { Backends } from './backends/backends.ts'
import type { EventHub } from './events/event-hub.ts'
import type { Places } from './events/places.ts'
import type { Rush } from './jobs/rush.ts'

/** What the routes of containers, backends, images and events share beside the context. */
export interface LendingParts {
  readonly backends: Backends
  readonly places: Places
  readonly hub: EventHub
  readonly rush: Rush
}
