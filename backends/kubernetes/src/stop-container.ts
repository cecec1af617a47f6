import type { ObservedContainer } from '@berth/contract'
import { awaitEnd } from './await-end.ts'
import type { KubernetesContext } from './context.ts'
import { partsOf, toObserved } from './lookup.ts'
import { lastLines } from './pod-log.ts'
import { noteEnding, scaleDown } from './scale.ts'
import { toBerthError } from './translate/kubernetes-error.ts'

/** Ends a container's pod: its files go with it. */
export function stopContainer(context: KubernetesContext, id: string): Promise<ObservedContainer> {
  return context.changes.run(id, async () => {
    try {
      await stopNow(context, id)
      return toObserved(context, await partsOf(context, id))
    } catch (error) {
      throw toBerthError(error)
    }
  })
}

/** The same, for those who hold the container's lock. */
export async function stopNow(context: KubernetesContext, id: string): Promise<void> {
  const parts = await partsOf(context, id)
  const { state, startedAt } = toObserved(context, parts)
  if (state === 'exited') return
  const finishedAt = new Date().toISOString()
  await scaleDown(context, parts, { startedAt, finishedAt }, await lastLines(context, parts))
  const ending = await awaitEnd(context, id)
  if (ending !== undefined) await noteEnding(context, parts, { ...ending, startedAt })
}
