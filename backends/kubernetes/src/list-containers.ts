import type { ObservedContainer } from '@berth/contract'
import type { KubernetesContext } from './context.ts'
import { createPartsStore } from './events/parts-store.ts'
import { toObserved } from './lookup.ts'
import { toBerthError } from './translate/kubernetes-error.ts'
import { labels } from './translate/names.ts'

/** All of this instance's containers, in three calls. */
export async function listContainers(context: KubernetesContext): Promise<ObservedContainer[]> {
  const labelSelector = `${labels.instance}=${context.instance},${labels.container}`
  const { apps, core } = context.cluster
  try {
    const [deployments, pods, services] = await Promise.all([
      apps.listDeploymentForAllNamespaces({ labelSelector }),
      core.listPodForAllNamespaces({ labelSelector }),
      core.listServiceForAllNamespaces({ labelSelector }),
    ])
    const store = createPartsStore(() => undefined)
    store.deployments.listed(deployments.items)
    store.pods.listed(pods.items)
    store.services.listed(services.items)
    return deployments.items.flatMap(({ metadata }) => {
      const parts = store.get(metadata?.labels?.[labels.container] ?? '')
      return parts === undefined ? [] : [toObserved(context, parts)]
    })
  } catch (error) {
    throw toBerthError(error)
  }
}
