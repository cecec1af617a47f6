import { networkInterfaces } from 'node:os'
import { readFile } from 'node:fs/promises'
import type Docker from 'dockerode'
import type { Container } from 'dockerode'
import { BerthError } from '@berth/contract'
import type { EngineFacts } from './engine/engine-facts.ts'
import { createKeyedLock } from './keyed-lock.ts'
import type { DockerSettings } from './settings.ts'
import { formatSubnet, freeSubnet, parseSubnet, type Subnet } from './subnets.ts'
import { messageOf, statusOf, toBerthError } from './translate/docker-error.ts'
import { labels, networkName } from './translate/names.ts'

/** The accounts' networks on this daemon. */
export interface Networks {
  /** Done when the account's network exists, as far as is known: one that others removed shows at a start. */
  ensure(account: string): Promise<void>
  /** Removes the account's network; one that is in use stays. */
  remove(account: string): Promise<void>
  /** Makes the network again that others removed, and puts a stopped container into it: it remembers the old one. */
  rejoin(account: string, container: Container): Promise<void>
  /** Something removed networks, or may have: they are looked for again. */
  forget(): void
}

const attempts = 50

interface NetworkParts {
  readonly docker: Docker
  readonly instance: string
  readonly settings: Pick<DockerSettings, 'subnets' | 'subnetSize'>
  /** The daemon's routes are this machine's. */
  readonly local: boolean
  readonly engine: Pick<EngineFacts, 'separatesNetworks'>
}

export function createNetworks(parts: NetworkParts): Networks {
  const there = new Set<string>()
  const lock = createKeyedLock()
  const ensure = async (account: string): Promise<void> => {
    if (there.has(account)) return
    await lock.run('networks', async () => {
      if (there.has(account)) return
      if (!(await exists(parts, account))) await create(parts, account)
      there.add(account)
    })
  }
  return {
    ensure,
    remove: (account) =>
      lock.run('networks', async () => {
        there.delete(account)
        try {
          await parts.docker.getNetwork(networkName(account, parts.instance)).remove()
        } catch (error) {
          if (statusOf(error) !== 404 && statusOf(error) !== 403) throw toBerthError(error)
        }
      }),
    rejoin: async (account, container) => {
      there.delete(account)
      await ensure(account)
      const { Config } = await container.inspect()
      const alias = Config.Labels[labels.name] ?? ''
      await parts.docker
        .getNetwork(networkName(account, parts.instance))
        .connect({ Container: container.id, EndpointConfig: { Aliases: [alias] } })
    },
    forget: () => {
      there.clear()
    },
  }
}

async function exists({ docker, instance }: NetworkParts, account: string): Promise<boolean> {
  const name = networkName(account, instance)
  const found = await docker.listNetworks({ filters: { name: [name] } })
  return found.some((network) => network.Name === name && network.Labels?.[labels.instance] === instance)
}

/** Another agent, or another program, may take the same subnet at the same time: then the next one is tried. */
async function create(parts: NetworkParts, account: string): Promise<void> {
  const { docker, instance, settings, local, engine } = parts
  const apart = await engine.separatesNetworks()
  const ranges = settings.subnets.map(parseSubnet).filter((one) => one !== undefined)
  const taken: Subnet[] = []
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const used = [...(await usedSubnets(docker)), ...(local ? await hostSubnets() : []), ...taken]
    const subnet = freeSubnet(ranges, settings.subnetSize, used)
    if (subnet === undefined) break
    try {
      await docker.createNetwork({ ...networkBody(account, instance, subnet), ...(apart ? {} : isolated) })
      return
    } catch (error) {
      if (statusOf(error) === 409) return
      if (!/overlap|already (being )?used|conflicts with network/i.test(messageOf(error))) throw error
      taken.push(subnet)
    }
  }
  throw new BerthError('no-room')
}

/** Podman's bridges reach one another but where both of them say so (podman-network-create(1), `isolate`). */
const isolated = { Options: { isolate: 'true' } }

function networkBody(account: string, instance: string, subnet: Subnet): Docker.NetworkCreateOptions {
  return {
    Name: networkName(account, instance),
    CheckDuplicate: true,
    Driver: 'bridge',
    IPAM: { Driver: 'default', Config: [{ Subnet: formatSubnet(subnet) }] },
    Labels: { [labels.instance]: instance, [labels.account]: account },
  }
}

async function usedSubnets(docker: Docker): Promise<Subnet[]> {
  const networks = await docker.listNetworks()
  return networks
    .flatMap((network) => network.IPAM?.Config ?? [])
    .map((config) => (config.Subnet === undefined ? undefined : parseSubnet(config.Subnet)))
    .filter((subnet) => subnet !== undefined)
}

/** What this machine reaches directly or by a route: Docker does not look at these when a subnet is asked for. */
async function hostSubnets(): Promise<Subnet[]> {
  const own = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .map(({ cidr, family }) => (family === 'IPv4' && cidr !== null ? parseSubnet(cidr) : undefined))
  const routes = await readFile('/proc/net/route', 'utf8').catch(() => '')
  return [...own, ...routes.split('\n').slice(1).map(parseRoute)].filter((subnet) => subnet !== undefined)
}

/** A line of /proc/net/route: destination and mask are hexadecimal in the machine's byte order. */
function parseRoute(line: string): Subnet | undefined {
  const fields = line.split('\t')
  const [first, mask] = [fields[1], fields[7]].map((hex) => Buffer.from(hex ?? '', 'hex').reverse())
  if (first?.length !== 4 || mask?.length !== 4 || mask.readUInt32BE() === 0) return undefined
  return { first: first.readUInt32BE(), size: 2 ** 32 - mask.readUInt32BE() }
}
