import type { ObservedContainer } from '@berth/contract'
import type { KubernetesContext } from './context.ts'
import { startNow } from './start-container.ts'
import { stopNow } from './stop-container.ts'
import { toBerthError } from './translate/kubernetes-error.ts'

/** A new pod in place of the one that runs. */
export function restartContainer(context: KubernetesContext, id: string): Promise<ObservedContainer> {
  return context.changes.run(id, async () => {
    try {
      await stopNow(context, id)
      return await startNow(context, id)
    } catch (error) {
      throw toBerthError(error)
    }
  })
}
