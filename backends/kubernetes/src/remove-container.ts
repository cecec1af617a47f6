import { awaitEnd } from './await-end.ts'
import type { KubernetesContext } from './context.ts'
import { findParts, placeOf } from './lookup.ts'
import { statusOf, toBerthError } from './translate/kubernetes-error.ts'
import type { Parts } from './translate/observed-container.ts'

/** Removes what was made for a container, and waits until its processes have ended. */
export function removeContainer(context: KubernetesContext, id: string): Promise<void> {
  return context.changes.run(id, async () => {
    try {
      const parts = await findParts(context, id)
      if (parts !== undefined) await removeObjects(context, id, parts)
    } catch (error) {
      throw toBerthError(error)
    }
  })
}

/** The Service first: what is found by its Deployment is not lost from sight half-way. */
export async function removeObjects(context: KubernetesContext, id: string, parts: Parts): Promise<void> {
  const { apps, core } = context.cluster
  const { name, namespace } = parts.service?.metadata ?? {}
  if (name !== undefined && namespace !== undefined)
    await unlessAbsent(core.deleteNamespacedService({ name, namespace }))
  await unlessAbsent(apps.deleteNamespacedDeployment({ ...placeOf(parts), propagationPolicy: 'Foreground' }))
  await awaitEnd(context, id)
  await awaitAbsence(context, id)
}

/** Deleted in the foreground, a Deployment goes after its pods. */
async function awaitAbsence(context: KubernetesContext, id: string): Promise<void> {
  while ((await findParts(context, id)) !== undefined) {
    const waiting = AbortSignal.timeout(500)
    await context.events.changeOf(id, waiting)
  }
}

async function unlessAbsent(deletion: Promise<unknown>): Promise<void> {
  try {
    await deletion
  } catch (error) {
    if (statusOf(error) !== 404) throw error
  }
}
