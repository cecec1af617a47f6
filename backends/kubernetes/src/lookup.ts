import { BerthError, type ObservedContainer } from '@berth/contract'
import type { KubernetesContext } from './context.ts'
import { toBerthError } from './translate/kubernetes-error.ts'
import { labels } from './translate/names.ts'
import { currentPod, observe, type Parts } from './translate/observed-container.ts'

const idForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What is there of a container whose making or removal may have been broken off. */
export type Remains = Partial<Pick<Parts, 'deployment'>> & Omit<Parts, 'deployment'>

/** What the cluster has with this container's ID and this instance's labels. */
export async function findRemains(context: KubernetesContext, id: string): Promise<Remains> {
  if (!idForm.test(id)) return { pods: [] }
  const labelSelector = `${labels.instance}=${context.instance},${labels.container}=${id}`
  const { apps, core } = context.cluster
  try {
    const [deployments, pods, services] = await Promise.all([
      apps.listDeploymentForAllNamespaces({ labelSelector }),
      core.listPodForAllNamespaces({ labelSelector }),
      core.listServiceForAllNamespaces({ labelSelector }),
    ])
    const [deployment] = deployments.items
    return { ...(deployment && { deployment }), pods: pods.items, service: services.items[0] }
  } catch (error) {
    throw toBerthError(error)
  }
}

/** The same of a container that has its Deployment. */
export async function findParts(context: KubernetesContext, id: string): Promise<Parts | undefined> {
  const { deployment, ...others } = await findRemains(context, id)
  return deployment && { deployment, ...others }
}

/** The same, `not-found` if there is none. */
export async function partsOf(context: KubernetesContext, id: string): Promise<Parts> {
  const parts = await findParts(context, id)
  if (parts === undefined) throw new BerthError('not-found')
  return parts
}

export const toObserved = (context: KubernetesContext, parts: Parts): ObservedContainer =>
  observe(parts, context.settings, context.instance)

/** The pod of a container that runs, `container-not-running` if it does not. */
export async function runningPod(
  context: KubernetesContext,
  id: string,
): Promise<{ name: string; namespace: string; parts: Parts }> {
  const parts = await partsOf(context, id)
  const metadata = currentPod(parts)?.metadata
  const name = metadata?.name
  const namespace = metadata?.namespace
  if (toObserved(context, parts).state !== 'running' || name === undefined || namespace === undefined)
    throw new BerthError('container-not-running')
  return { name, namespace, parts }
}

/** Where a container's Deployment is. */
export const placeOf = ({ deployment }: Parts): { name: string; namespace: string } => ({
  name: deployment.metadata?.name ?? '',
  namespace: deployment.metadata?.namespace ?? '',
})
