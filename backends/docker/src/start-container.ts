import type { Container } from 'dockerode'
import type { ObservedContainer } from '@berth/contract'
import { withContainer } from './lookup.ts'
import type { DockerContext } from './context.ts'
import { messageOf, statusOf, toBerthError } from './translate/docker-error.ts'
import { labels } from './translate/names.ts'
import { fromInspect } from './translate/observed-container.ts'

/** Starts a container; one that runs stays as it is. */
export function startContainer(context: DockerContext, id: string): Promise<ObservedContainer> {
  return context.changes.run(id, () =>
    context.starts.run(() =>
      withContainer(context, id, async (container) => {
        const info = await container.inspect()
        if (info.State.Paused) await container.unpause()
        return startAndObserve(context, container, {
          account: info.Config.Labels[labels.account] ?? '',
          command: info.Path === '' ? undefined : [info.Path],
        })
      }),
    ),
  )
}

/**
 * Starts, makes the network again if others removed it, and tells what came of it. The daemon's event on the
 * start is not looked at then.
 */
export async function startAndObserve(
  context: DockerContext,
  container: Container,
  of: { readonly account: string; readonly command?: readonly string[] | undefined },
): Promise<ObservedContainer> {
  context.known.begin(container.id, 'starting')
  try {
    try {
      await start(container)
    } catch (error) {
      if (!/network .*not found|unable to find network/i.test(messageOf(error))) throw error
      await context.networks.rejoin(of.account, container)
      await start(container)
    }
    const observed = fromInspect(await container.inspect(), context.settings.address)
    context.known.observe(observed)
    if (observed.state === 'exited') context.events.tellEnd(observed)
    else context.events.tellChange(observed)
    return observed
  } catch (error) {
    throw toBerthError(error, { command: of.command?.[0], starting: true })
  } finally {
    context.known.finish(container.id)
  }
}

/** 304: it runs already. */
async function start(container: Container): Promise<void> {
  try {
    await container.start()
  } catch (error) {
    if (statusOf(error) !== 304) throw error
  }
}
