import { lookup } from 'node:dns/promises'
import { BlockList, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'

/** The word for every host whose addresses are public. */
export const publicHosts = 'public'

/** https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry */
const special4 =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4'
const special6 = '2001::/23 2001:db8::/32 2002::/16 3fff::/20'

const listOf = (subnets: string, family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList()
  for (const subnet of subnets.split(' ')) {
    const [address = '', prefix] = subnet.split('/')
    list.addSubnet(address, Number(prefix), family)
  }
  return list
}
const not4 = listOf(special4, 'ipv4')
const not6 = listOf(special6, 'ipv6')
const global6 = listOf('2000::/3', 'ipv6')

/** Whether an address is one of the Internet's, and none that stands for another within. */
const isPublic = (address: string): boolean =>
  isIPv6(address)
    ? global6.check(address, 'ipv6') && !not6.check(address, 'ipv6')
    : !not4.check(address, 'ipv4')

/** The addresses of a host's name, or itself. Throws the resolver's error. */
export const addressesOf = async (name: string): Promise<string[]> =>
  (await lookup(name, { all: true })).map(({ address }) => address)

/** Whether all are the Internet's and none is this machine's own. */
export function arePublic(addresses: readonly string[]): boolean {
  const own = new Set(
    Object.values(networkInterfaces()).flatMap((all) => all?.map(({ address }) => address) ?? []),
  )
  return addresses.every((address) => isPublic(address) && !own.has(address))
}
