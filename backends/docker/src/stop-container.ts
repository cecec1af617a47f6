import type { ObservedContainer } from '@berth/contract'
import { withContainer } from './lookup.ts'
import type { DockerContext } from './context.ts'
import { observe } from './inspect-container.ts'
import { stopGrace } from './stop-grace.ts'
import { statusOf } from './translate/docker-error.ts'

/** SIGTERM, then SIGKILL after the grace period, or at once where SIGTERM does nothing. One that does not run (304) stays as it is. */
export function stopContainer(context: DockerContext, id: string): Promise<ObservedContainer> {
  return context.changes.run(id, () =>
    withContainer(context, id, async (container) => {
      try {
        await container.stop({ t: await stopGrace(container, context.local) })
      } catch (error) {
        if (statusOf(error) !== 304) throw error
      }
      return observe(context, container)
    }),
  )
}
