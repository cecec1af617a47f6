import type { ObservedContainer } from '@berth/contract'
import { withContainer } from './lookup.ts'
import type { DockerContext } from './context.ts'
import { startAndObserve } from './start-container.ts'
import { stopGrace } from './stop-grace.ts'
import { statusOf } from './translate/docker-error.ts'
import { labels } from './translate/names.ts'

/** Stops and starts. The end in between is not told: it is no end of the container. */
export function restartContainer(context: DockerContext, id: string): Promise<ObservedContainer> {
  return context.changes.run(id, () =>
    withContainer(context, id, async (container) => {
      const info = await container.inspect()
      context.known.begin(container.id, 'restarting')
      try {
        const t = await stopGrace(container, context.local)
        await container.stop({ t }).catch((error: unknown) => {
          if (statusOf(error) !== 304) throw error
        })
        return await context.starts.run(() =>
          startAndObserve(context, container, {
            account: info.Config.Labels[labels.account] ?? '',
            command: [info.Path],
          }),
        )
      } finally {
        context.known.finish(container.id)
      }
    }),
  )
}
