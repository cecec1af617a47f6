import type { ObservedContainer } from '@berth/contract'
import { awaitEnd } from './await-end.ts'
import { awaitStart } from './await-start.ts'
import type { KubernetesContext } from './context.ts'
import { partsOf, toObserved } from './lookup.ts'
import { scaleUp } from './scale.ts'
import { toBerthError } from './translate/kubernetes-error.ts'

/** Has a stopped container run again, from its image. */
export function startContainer(context: KubernetesContext, id: string): Promise<ObservedContainer> {
  return context.changes.run(id, async () => {
    try {
      const parts = await partsOf(context, id)
      const observed = toObserved(context, parts)
      return observed.state === 'running' ? observed : await startNow(context, id)
    } catch (error) {
      throw toBerthError(error)
    }
  })
}

/** The same, for those who hold the container's lock. What is left of an earlier pod ends first. */
export async function startNow(context: KubernetesContext, id: string): Promise<ObservedContainer> {
  const parts = await partsOf(context, id)
  if (parts.deployment.spec?.replicas === 0) await awaitEnd(context, id)
  await scaleUp(context, parts)
  return awaitStart(context, id)
}
