import { BlockList, isIP } from 'node:net'
import type { HardeningCheck } from '@berth/contract'
import { labels } from './names.ts'

interface Network {
  readonly address: string
  readonly bits: number
  readonly family: 'ipv4' | 'ipv6'
}

/** What is read of a node. */
interface NodeNetworks {
  readonly spec?: { readonly podCIDRs?: readonly string[]; readonly podCIDR?: string }
}

/** What is read of a pod. */
interface PodAddresses {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> }
  readonly status?: { readonly podIPs?: readonly { readonly ip: string }[] }
}

/** A network such as 10.244.0.0/16; undefined where it is none. */
export function parseNetwork(network: string): Network | undefined {
  const [, address = '', digits = ''] = /^([\da-f.:]+)\/(\d{1,3})$/i.exec(network) ?? []
  const version = isIP(address)
  const bits = Number(digits)
  if (version === 0 || bits > (version === 4 ? 32 : 128)) return undefined
  return { address, bits, family: version === 4 ? 'ipv4' : 'ipv6' }
}

/** Where pods' addresses come from: what the nodes say, and what the operator adds. */
export function podNetworksOf(nodes: readonly NodeNetworks[], given: readonly string[]): string[] {
  const told = nodes.flatMap(({ spec }) => spec?.podCIDRs ?? spec?.podCIDR ?? [])
  return [...new Set([...given, ...told])].toSorted()
}

/**
 * Whether accounts are kept apart by what the agent can see: that it knows where all of this Berth's pods have their
 * addresses from. Whether the cluster's network plugin enforces policies, nobody tells.
 */
export function isolationCheck(
  networks: readonly string[],
  pods: readonly PodAddresses[],
  instance: string,
): HardeningCheck {
  const known = new BlockList()
  for (const { address, bits, family } of networks.flatMap((one) => parseNetwork(one) ?? []))
    known.addSubnet(address, bits, family)
  const outside = pods
    .filter(({ metadata }) => metadata?.labels?.[labels.instance] === instance)
    .flatMap(({ status }) => (status?.podIPs ?? []).map(({ ip }) => ip))
    .find((ip) => !known.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4'))
  const check = { name: 'inter-container-isolation', required: true } as const
  if (networks.length > 0 && outside === undefined) return { ...check, passed: true }
  const missing = outside === undefined ? 'No node tells where its pods have their addresses from' : outside
  return { ...check, passed: false, detail: `${missing}: BERTH_KUBERNETES_POD_NETWORKS` }
}
