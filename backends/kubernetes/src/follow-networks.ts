import { isDeepStrictEqual } from 'node:util'
import type { V1Node } from '@kubernetes/client-node'
import { applying, at } from './cluster.ts'
import type { KubernetesContext } from './context.ts'
import { labels } from './translate/names.ts'
import { blocksOutside, networkPolicy, tenantPolicyName } from './translate/objects.ts'
import { podNetworksOf } from './translate/pod-networks.ts'

/** Where pods have their addresses from, as was last seen. */
export async function podNetworks(context: KubernetesContext): Promise<readonly string[]> {
  const { cluster, networks, settings } = context
  networks.known ??= podNetworksOf((await cluster.core.listNode()).items, settings.podNetworks)
  return networks.known
}

/**
 * Nodes come with networks of their own, from which accounts must not be reached either: the policies of all accounts
 * are put right that were made without them. Gives the networks.
 */
export async function followNetworks(
  context: KubernetesContext,
  nodes: readonly V1Node[],
): Promise<readonly string[]> {
  const { networks, settings } = context
  const known = podNetworksOf(nodes, settings.podNetworks)
  networks.known = known
  if (isDeepStrictEqual(known, networks.applied)) return known
  try {
    await putRight(context, known)
    networks.applied = known
  } catch (error) {
    context.log.warn({ error: String(error) }, 'Not all accounts’ network policies could be put right')
  }
  return known
}

/** A namespace that is on its way out keeps none of the others from it. */
async function putRight({ cluster, instance }: KubernetesContext, known: readonly string[]): Promise<void> {
  const labelSelector = `${labels.instance}=${instance}`
  const failures: string[] = []
  const { items } = await cluster.networking.listNetworkPolicyForAllNamespaces({ labelSelector })
  for (const { metadata, spec } of items) {
    if (metadata?.name !== tenantPolicyName || metadata.namespace === undefined) continue
    const { name, namespace, labels: own = {} } = metadata
    const blocks = (spec?.ingress ?? []).flatMap(({ _from = [] }) =>
      _from.flatMap(({ ipBlock }) => ipBlock ?? []),
    )
    const now = blocks.map(({ cidr, except = [] }) => ({ cidr, except }))
    if (isDeepStrictEqual(now, blocksOutside(known))) continue
    const wanted = networkPolicy({ name, namespace, labels: own }, known)
    await cluster.networking.patchNamespacedNetworkPolicy(at(wanted), applying).catch((error: unknown) => {
      failures.push(`${namespace}: ${String(error)}`)
    })
  }
  if (failures.length > 0) throw new Error(failures.join('\n'))
}
