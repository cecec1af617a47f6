import { agentDeadlines, BerthError } from '@berth/contract'
import { awaitEnd } from './await-end.ts'
import type { KubernetesContext } from './context.ts'
import { findRemains, type Remains } from './lookup.ts'
import { statusOf, toBerthError } from './translate/kubernetes-error.ts'

/** With the wait for its end, less than what a removal has. */
const deadlineMs = agentDeadlines.stop - 2_000

/** Removes what was made for a container, and waits until its processes have ended. */
export function removeContainer(context: KubernetesContext, id: string): Promise<void> {
  return context.changes.run(id, async () => {
    try {
      const remains = await findRemains(context, id)
      if (!isNothing(remains)) await removeObjects(context, id, remains)
    } catch (error) {
      throw toBerthError(error)
    }
  })
}

const isNothing = ({ deployment, pods, service }: Remains): boolean =>
  deployment === undefined && pods.length === 0 && service === undefined

/** Deletes what is there and waits until its pods are gone, too. */
export async function removeObjects(context: KubernetesContext, id: string, remains: Remains): Promise<void> {
  const { apps, core, networking } = context.cluster
  const service = placeOf(remains.service)
  if (service !== undefined) {
    // Its Ingress has its name; one may be left of a time with other settings.
    await unlessAbsent(networking.deleteNamespacedIngress(service))
    await unlessAbsent(core.deleteNamespacedService(service))
  }
  const deployment = placeOf(remains.deployment)
  if (deployment !== undefined)
    await unlessAbsent(apps.deleteNamespacedDeployment({ ...deployment, propagationPolicy: 'Foreground' }))
  await awaitEnd(context, id)
  await awaitAbsence(context, id)
}

function placeOf(one: Remains['deployment' | 'service']): { name: string; namespace: string } | undefined {
  const name = one?.metadata?.name
  const namespace = one?.metadata?.namespace
  return name === undefined || namespace === undefined ? undefined : { name, namespace }
}

/**
 * Deleted in the foreground, a Deployment goes after its pods; before them where the garbage collector has not seen
 * them yet. `deadline-exceeded` where a finalizer holds something.
 */
async function awaitAbsence(context: KubernetesContext, id: string): Promise<void> {
  const until = Date.now() + deadlineMs
  while (!isNothing(await findRemains(context, id))) {
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
