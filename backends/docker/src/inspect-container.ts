import type { Container } from 'dockerode'
import type { ObservedContainer } from '@berth/contract'
import { withContainer } from './lookup.ts'
import type { DockerContext } from './context.ts'
import { fromInspect } from './translate/observed-container.ts'

/** One container as the daemon sees it now. */
export function inspectContainer(context: DockerContext, id: string): Promise<ObservedContainer> {
  return withContainer(context, id, (container) => observe(context, container))
}

/** Asks the daemon about a container and remembers the answer. */
export async function observe(
  context: Pick<DockerContext, 'known' | 'settings'>,
  container: Container,
): Promise<ObservedContainer> {
  const observed = fromInspect(await container.inspect(), context.settings.address)
  context.known.observe(observed)
  return observed
}
