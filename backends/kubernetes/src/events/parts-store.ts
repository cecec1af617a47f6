import type { KubernetesObject, V1Deployment, V1Pod, V1Service } from '@kubernetes/client-node'
import { labels } from '../translate/names.ts'
import type { Parts } from '../translate/observed-container.ts'

interface Kind<T> {
  listed(items: readonly T[]): void
  changed(item: T, removed: boolean): void
}

/** All objects of this instance's containers, by container. `changed` is told whose objects changed. */
export function createPartsStore(changed: (id: string) => void): {
  get(id: string): Parts | undefined
  all(): Parts[]
  readonly deployments: Kind<V1Deployment>
  readonly pods: Kind<V1Pod>
  readonly services: Kind<V1Service>
} {
  const deployments = createKind<V1Deployment>(changed)
  const pods = createKind<V1Pod>(changed)
  const services = createKind<V1Service>(changed)
  const get = (id: string): Parts | undefined => {
    const [deployment] = deployments.of(id)
    return deployment && { deployment, pods: pods.of(id), service: services.of(id)[0] }
  }
  return {
    get,
    all: () => deployments.ids().flatMap((id) => get(id) ?? []),
    deployments,
    pods,
    services,
  }
}

function createKind<T extends KubernetesObject>(
  tell: (id: string) => void,
): Kind<T> & { of(id: string): T[]; ids(): string[] } {
  const byContainer = new Map<string, Map<string, T>>()
  const put = (item: T, removed: boolean): string => {
    const id = item.metadata?.labels?.[labels.container] ?? ''
    const uid = item.metadata?.uid ?? ''
    const all = byContainer.get(id) ?? new Map<string, T>()
    if (removed) all.delete(uid)
    else all.set(uid, item)
    if (all.size > 0) byContainer.set(id, all)
    else byContainer.delete(id)
    return id
  }
  return {
    ids: () => [...byContainer.keys()],
    of: (id) => [...(byContainer.get(id)?.values() ?? [])],
    listed: (items) => {
      const ids = new Set(byContainer.keys())
      byContainer.clear()
      for (const item of items) ids.add(put(item, false))
      for (const id of ids) tell(id)
    },
    changed: (item, removed) => tell(put(item, removed)),
  }
}
