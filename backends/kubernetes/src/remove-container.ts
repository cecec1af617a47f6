import { agentDeadlines, BerthError } from '@berth/contract'
import { awaitEnd } from './await-end.ts'
import type { KubernetesContext } from './context.ts'
import { findParts, placeOf } from './lookup.ts'
import { statusOf, toBerthError } from './translate/kubernetes-error.ts'
import type { Parts } from './translate/observed-container.ts'

/** With the wait for its end, less than what a removal has. */
const deadlineMs = agentDeadlines.stop - 2_000

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
  const { apps, core, networking } = context.cluster
  const name = parts.service?.metadata?.name
  const namespace = parts.service?.metadata?.namespace
  if (name !== undefined && namespace !== undefined) {
    // Its Ingress has its name; one may be left of a time with other settings.
    await unlessAbsent(networking.deleteNamespacedIngress({ name, namespace }))
    await unlessAbsent(core.deleteNamespacedService({ name, namespace }))
  }
  const place = placeOf(parts)
  await unlessAbsent(
    apps.deleteNamespacedDeployment({
      name: place.name,
      namespace: place.namespace,
      propagationPolicy: 'Foreground',
    }),
  )
  await awaitEnd(context, id)
  await awaitAbsence(context, id)
}

/** Deleted in the foreground, a Deployment goes after its pods. `deadline-exceeded` where a finalizer holds it. */
async function awaitAbsence(context: KubernetesContext, id: string): Promise<void> {
  const until = Date.now() + deadlineMs
  while ((await findParts(context, id)) !== undefined) {
    if (Date.now() > until) throw new BerthError('deadline-exceeded')
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
